import {expect} from 'chai';
import {exitOfChecks} from '../../src/adapters/cli/exit-codes.ts';
import type {CheckSources} from '../../src/application/checks/check-sources.ts';
import {skipped} from '../../src/application/checks/judgement.ts';
import {lastKey, lastRun} from '../../src/application/checks/last-run.ts';
import {listChecks} from '../../src/application/checks/list-checks.ts';
import {parseCheckIds, runChecks} from '../../src/application/checks/run-checks.ts';
import {Failure} from '../../src/application/failure.ts';
import {CHECK_IDS, type CheckResult} from '../../src/application/ports/check-result.ts';
import {healthySources} from '../support/healthy-sources.ts';
import {ago, FAULTS, gone, missing, never} from '../support/planted-faults.ts';
import {sampleSummary} from '../support/sample-summary.ts';

const ALL = {only: [], skip: [], accepted: [], longestMs: 5_000};
const statesOf = (results: readonly CheckResult[]) =>
  Object.fromEntries(results.filter(({state}) => state !== 'ok').map(({id, state}) => [id, state]));
const foundBy = (results: readonly CheckResult[]) => Object.fromEntries(results.map(({id, found}) => [id, found]));

describe('the checks of doctor', () => {
  it('are all fine where all is well', async () => {
    const {sources} = await healthySources();
    const results = await runChecks(listChecks(sources), sources.clock, ALL);
    expect(results.map(({id}) => id)).to.deep.equal([...CHECK_IDS]);
    expect(statesOf(results)).to.deep.equal({});
    expect(exitOfChecks(results, true)).to.equal(0);
    const found = foundBy(results);
    expect(found['SC-D05']).to.equal('db:1521/S as U, 12 ms');
    expect(found['SC-D13']).to.include('the clock of the state store: 0 s');
    expect(found['SC-D16']).to.equal('no start yet; the first run would be at 2026-11-28T09:30:00+05:00');
    expect(found['SC-D20']).to.equal('1 campaign, COUNT_DAY = 5 has 23 rows');
  });

  it('ask no state store that is not there yet, and know nothing of what stands in one that an older version made', async () => {
    const {sources} = await healthySources();
    const after = async (change: Partial<CheckSources>) => {
      const found = await runChecks(listChecks({...sources, ...change}), sources.clock, ALL);
      const {'SC-D19': key, 'SC-D20': load} = foundBy(found);
      return {states: statesOf(found), key, load, last: found.find(({id}) => id === 'SC-D17')?.found};
    };
    const all = {'SC-D14': 'skipped', 'SC-D15': 'skipped', 'SC-D16': 'skipped', 'SC-D17': 'skipped'};
    const refuse = () => Promise.reject(new Error('it was asked'));
    const runs = {list: refuse, open: refuse, position: refuse};
    expect(await after({state: async () => null, runs})).to.deep.equal({
      states: all,
      key: 'ASSIGNMENT_SECRET: no plan yet; OIDC_ISSUER answers',
      load: '1 campaign, COUNT_DAY = 5 has 23 rows',
      last: 'no state.db yet: it is made at the first start',
    });
    const notMade = 'no run is known yet: the next start or run takes them from the log';
    for (const position of [refuse, async () => 0]) {
      expect(await after({runs: {...runs, position}})).to.deep.equal({
        states: {'SC-D15': 'skipped', 'SC-D17': 'skipped'},
        key: 'OIDC_ISSUER answers',
        load: '1 campaign, COUNT_DAY = 5 has 23 rows; former sizes are not known',
        last: notMade,
      });
    }
    expect(await after({state: gone, runs})).to.deep.include({
      key: 'OIDC_ISSUER answers',
      last: 'after SC-D14',
    });
  });

  it('compare the key with that of the newest completed run, and have nothing to compare before it', async () => {
    const {sources} = await healthySources();
    const {list} = sources.runs;
    const skipped = sampleSummary('distribution-2026-11-28', {report: {status: 'skipped'}});
    const newest: typeof list = async (query) => (query.status === 'completed' ? list(query) : [skipped]);
    expect(await lastKey({...sources, runs: {...sources.runs, list: newest}})).to.equal(sources.keys.digestKey);
    const none = {...sources, runs: {...sources.runs, list: async () => []}};
    expect([await lastKey(none), await lastRun(none)]).to.deep.equal([null, null]);
    const events = {...sources.events, read: async () => []};
    expect(await lastKey({...sources, events})).to.equal(null);
  });

  it('say how long each took, and accept nothing of what was skipped', async () => {
    const {sources} = await healthySources();
    let elapsed = 1_000;
    const clock = {elapsed: () => elapsed, sleep: () => new Promise<void>(() => {})};
    const slow = async () => {
      elapsed += 12.6;
      return skipped('of Oracle only');
    };
    const choice = {...ALL, only: ['SC-D07'], accepted: ['SC-D07']} as const;
    const [result] = await runChecks({...listChecks(sources), 'SC-D07': slow}, clock, choice);
    expect(result).to.include({ms: 13, isAccepted: false});
  });

  for (const [what, expected, found, plant] of FAULTS)
    it(`name ${what}, and nothing else`, async () => {
      const fixture = await healthySources();
      const sources = {...fixture.sources, ...(await plant(fixture))};
      const results = await runChecks(listChecks(sources), sources.clock, ALL);
      expect(statesOf(results)).to.deep.equal(expected);
      const [first] = Object.keys(expected);
      expect(results.find(({id}) => id === first)?.found).to.match(found);
    });

  it('complain of no day that a person had switched off', async () => {
    const fixture = await healthySources();
    const sources = await missing(fixture, ago(2), 'switched_off');
    expect(statesOf(await runChecks(listChecks(sources), sources.clock, ALL))).to.deep.equal({});
  });

  it('plant a fault for each of them', () => {
    const planted = FAULTS.flatMap(([, expected]) => Object.keys(expected));
    expect([...new Set(planted)].sort()).to.deep.equal([...CHECK_IDS]);
  });

  it('go on where one breaks, and end where one hangs', async () => {
    const {sources} = await healthySources();
    const broken = {
      ...listChecks(sources),
      'SC-D04': async () => {
        throw new Error('boom of 990990000001');
      },
      'SC-D18': never,
    };
    const results = await runChecks(broken, sources.clock, {...ALL, longestMs: 200});
    expect(statesOf(results)).to.deep.equal({'SC-D04': 'unknown', 'SC-D18': 'unknown'});
    expect(foundBy(results)['SC-D18']).to.equal('no answer within 200 ms');
    expect(JSON.stringify(results)).not.to.include('990990000001');
    expect(exitOfChecks(results, false)).to.equal(4);
  });

  it('are chosen by id, and what is accepted changes no exit code', async () => {
    const {sources} = await healthySources();
    const checks = listChecks({...sources, mail: gone, machine: () => ({...sources.machine(), node: '20.20.2'})});
    const only = await runChecks(checks, sources.clock, {...ALL, only: parseCheckIds('d02, SC-D05'), skip: ['SC-D05']});
    expect(only.map(({id}) => id)).to.deep.equal(['SC-D02']);
    expect([exitOfChecks(only, false), exitOfChecks(only, true)]).to.deep.equal([0, 1]);
    const whole = await runChecks(checks, sources.clock, {...ALL, accepted: ['SC-D18', 'SC-D02', 'SC-D03']});
    expect(whole.filter(({isAccepted}) => isAccepted).map(({id}) => id)).to.deep.equal(['SC-D02', 'SC-D18']);
    expect(exitOfChecks(whole, true)).to.equal(0);
    expect(() => parseCheckIds(`D21${'x'.repeat(30)}`))
      .to.throw(Failure, `there is no check "D21${'x'.repeat(17)}"`)
      .that.includes({kind: 'usage', advice: 'ids are SC-D01 to SC-D20; D05 is short for SC-D05'});
  });

  it('end with what was found before what could not be asked', async () => {
    const {sources} = await healthySources();
    const codeOf = async (change: Partial<CheckSources>) =>
      exitOfChecks(await runChecks(listChecks({...sources, ...change}), sources.clock, ALL), false);
    const full = {folder: async () => ({...(await sources.folder()), isWritable: false})};
    const faulty = {configuration: {faults: ['PORT'], warnings: [], summary: ''}};
    expect(await codeOf({mail: gone})).to.equal(4);
    expect(await codeOf({mail: gone, ...full})).to.equal(1);
    expect(await codeOf({mail: gone, ...full, ...faulty})).to.equal(3);
  });
});
