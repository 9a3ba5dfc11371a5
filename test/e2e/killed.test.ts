import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {fill} from '../support/filled.ts';
import {type Installation, installations} from '../support/installation.ts';
import {plannedRows} from '../support/installed-rows.ts';
import {keystream, seedNumber} from '../support/keystream.ts';
import {killAt, type Moment, untilFree} from '../support/kill.ts';
import {sampleUsers} from '../support/sample-csv.ts';

const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const MOMENTS = Number(process.env.KILL_MOMENTS ?? 20);
const AT_ONCE = 5;
/** Every other seed by strata, of a column that only the roster keeps. */
const DEALT = SEED % 2 === 1 ? {ALLOCATION: 'stratified', STRATIFY_BY: 'sex,REGION'} : {};
const SETTINGS = {BATCH_ROWS: '100', LEASE: '1s', LOG_LEVEL: 'debug', ...DEALT};

describe(`a run that is killed (KILL_SEED=${SEED})`, () => {
  const install = installations();
  let fresh: Installation;
  let golden: Record<string, string>;
  let moments: Moment[];

  before(async () => {
    fresh = install(SETTINGS);
    await fill(fresh, {people: sampleUsers(3_000), campaigns: 4});
    const whole = fresh.copy();
    const {err, code} = await whole.run('run');
    expect(code, err).to.equal(0);
    golden = plannedRows(whole);
    moments = chooseMoments(err.trim().split('\n').length);
  });

  it(`at any of ${MOMENTS} moments is finished by whoever comes next, to the same rows and one mail`, async () => {
    const queue = moments.entries();
    const ends: string[] = [];
    const worker = async () => {
      for (const [i, moment] of queue) ends.push(await killAndFinish(moment, i));
    };
    await Promise.all(Array.from({length: AT_ONCE}, worker));
    expect(ends).to.have.lengthOf(MOMENTS);
    expect(ends.filter((end) => end === 'planned').length, `killed within the writes: ${ends}`).to.be.at.least(2);
  }).timeout(MOMENTS * 12_000);

  /** Answers how far the killed run had come. */
  async function killAndFinish(moment: Moment, i: number): Promise<string> {
    const at = fresh.copy();
    const what = `moment ${i} of seed ${SEED}: ${JSON.stringify(moment)}`;
    await killAt(at, moment);
    const owing = i % 2 ? undefined : await explain(at, what);
    if (i % 5) await delay(1_000);
    const {code, err} = await untilFree(at, owing ? 'resume' : 'run');
    expect(code, `${what}: ${err}`).to.be.oneOf(owing ? [0] : [0, 6]);
    expect(plannedRows(at), what).to.deep.equal(golden);
    const mails = readdirSync(join(at.data, 'mail')).filter((name) => name.includes('success'));
    expect(mails, what).to.have.lengthOf(1);
    if (i % 4 === 0) expect((await at.here('verify')).code, `${what}: verify`).to.equal(0);
    return owing === undefined ? 'not asked' : !owing ? 'nothing owed' : owing.plan_digest ? 'planned' : 'begun';
  }

  /** What `resume --explain` says is owed, or null. */
  async function explain(at: Installation, what: string): Promise<RunReport | null> {
    const {code, out, err} = await at.here('resume --explain --json');
    expect(code, `${what}: ${err}`).to.equal(0);
    const owing = JSON.parse(out) as RunReport | null;
    if (owing?.plan_digest) expectOwedToAddUp(owing, what);
    return owing;
  }
});

/** Two while the process starts, three between the run's start and its plan, the others all over the writes. */
function chooseMoments(lines: number): Moment[] {
  const next = keystream(seedNumber(SEED));
  return Array.from({length: MOMENTS}, (_, i) => {
    if (i < 2) return {lines: 0, ms: next() % 700};
    if (i < 5) return {lines: 1, ms: next() % 50};
    return {lines: 2 + (next() % (lines - 2)), ms: next() % 4};
  });
}

/** What is written and what is owed make up the plan. */
function expectOwedToAddUp({campaigns, owed, users}: RunReport, what: string): void {
  const groups = campaigns.flatMap(({groups: all}) => Object.entries(all));
  const planned = groups.reduce((sum, [letter, {users_count}]) => sum + users_count * (letter === 'A' ? 1 : 2), 0);
  const written = groups.reduce((sum, [, group]) => sum + group.written.dssb_app + group.written.spss, 0);
  const rows = owed.reduce((sum, it) => sum + it.rows, 0);
  expect([users.distributed, written + rows], what).to.deep.equal([3_000, planned]);
}
