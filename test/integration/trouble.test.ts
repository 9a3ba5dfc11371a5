import {chmodSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {fill} from '../support/filled.ts';
import {type Answer, answerOf, type Installation, installations} from '../support/installation.ts';
import {plannedRows} from '../support/installed-rows.ts';
import {keystream, seedNumber} from '../support/keystream.ts';
import {sampleUsers} from '../support/sample-csv.ts';

const SEED = Number(process.env.TROUBLE_SEED ?? Date.now() % 1_000_000);
const FREEZES = 12;
const SETTINGS = {BATCH_ROWS: '100', LEASE: '1s', LOG_LEVEL: 'debug'};

describe(`a run in trouble (TROUBLE_SEED=${SEED})`, () => {
  const install = installations();
  let fresh: Installation;
  let golden: Record<string, string>;
  let lines: number;

  before(async () => {
    fresh = install(SETTINGS);
    await fill(fresh, {people: sampleUsers(3_000), campaigns: 4});
    const whole = fresh.copy();
    const {err, code} = await whole.run('run');
    expect(code, err).to.equal(0);
    golden = plannedRows(whole);
    lines = err.trim().split('\n').length;
  });

  /** Runs, and stops the process by SIGSTOP after so many lines of its log. */
  async function frozenAfter(at: Installation, count: number, more = {}) {
    const child = at.start('run', more);
    const ended = answerOf(child);
    let seen = 0;
    await Promise.race([
      ended,
      new Promise<void>((resolve) =>
        child.stderr.on('data', (chunk: Buffer) => {
          seen += chunk.toString().split('\n').length - 1;
          if (seen >= count) resolve();
        }),
      ),
    ]);
    child.kill('SIGSTOP');
    return {thaw: () => child.kill('SIGCONT'), ended};
  }

  async function until(at: Installation, words: string, wanted: (answer: Answer) => boolean): Promise<Answer> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const answer = await at.run(words);
      if (wanted(answer) || Date.now() > deadline) return answer;
      await delay(200);
    }
  }

  it(`frozen past its lease at any of ${FREEZES} moments adds nothing when it wakes; the rows are the same`, async () => {
    const next = keystream(seedNumber(SEED));
    for (let i = 0; i < FREEZES; i++) {
      const at = fresh.copy({LOCK_WAIT: '1s'});
      const count = 1 + (next() % (lines - 1));
      const what = `freeze ${i} of seed ${SEED} after ${count} lines`;
      const {thaw, ended} = await frozenAfter(at, count);
      await delay(1_200);
      // The successor finishes, or finds a table locked by the frozen one and says so.
      const successor = await until(at, 'run', ({code}) => code !== 5);
      expect(successor.code, `${what}: ${successor.err}`).to.be.oneOf([0, 4, 6, 7]);
      thaw();
      const old = await ended;
      expect(old.code, `${what}: ${old.err}`).to.be.oneOf([0, 5]);
      const last = await until(at, 'resume', ({code}) => code === 0);
      expect(last.code, `${what}: ${last.err}`).to.equal(0);
      expect(plannedRows(at), what).to.deep.equal(golden);
      expect((await at.run('verify')).code, `${what}: verify`).to.equal(0);
    }
  }).timeout(300_000);

  it('with a database locked by another program for 30 s waits, says so, and completes', async () => {
    const at = fresh.copy();
    const lock = at.open('dssb_app');
    lock.exec('BEGIN EXCLUSIVE');
    const running = at.run('run');
    await delay(30_000);
    lock.exec('ROLLBACK');
    lock.close();
    const {code, err} = await running;
    expect(code, err).to.equal(0);
    expect(err).to.include('locked by another program; waiting');
    expect(plannedRows(at)).to.deep.equal(golden);
  }).timeout(90_000);

  it('on a full disk fails clearly, and completes once there is space', async () => {
    const at = fresh.copy();
    // A limit on the size of files: what a write beyond it meets is what a full disk gives.
    const {code, err} = await at.run('run', {}, [], ['sh', '-c', `trap '' XFSZ; ulimit -f 1000; exec "$0" "$@"`]);
    expect(code, err).to.equal(4);
    expect(err).to.match(/no space left|the disk fails/);
    const {code: resumed, err: said} = await until(at, 'run', (answer) => answer.code !== 5);
    expect(resumed, said).to.equal(0);
    expect(plannedRows(at)).to.deep.equal(golden);
  }).timeout(60_000);

  it('in a read-only folder fails clearly and writes nothing', async () => {
    const at = fresh.copy();
    chmodSync(at.data, 0o555);
    // Root may write anywhere.
    const unprivileged =
      process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override', '--inh-caps=-dac_override'] : [];
    const {code, err} = await at.run('run', {}, [], unprivileged);
    chmodSync(at.data, 0o755);
    expect(code, err).to.equal(4);
    expect(err).to.match(/cannot be (opened|written)[\s\S]*→ /);
    expect((await at.run('run')).code).to.equal(0);
    expect(plannedRows(at)).to.deep.equal(golden);
  }).timeout(60_000);

  it('whose state store vanishes fails clearly, and completes once it is back', async () => {
    const at = fresh.copy();
    const {thaw, ended} = await frozenAfter(at, 6);
    const files = ['state.db', 'state.db-wal', 'state.db-shm'].map((name) => join(at.data, name));
    for (const file of files) renameSync(file, `${file}.away`);
    thaw();
    const {code, err} = await ended;
    expect(code, err).to.equal(4);
    expect(err).to.include('state.db was moved, deleted or replaced while it was in use');
    for (const file of files) {
      rmSync(file, {force: true});
      renameSync(`${file}.away`, file);
    }
    const {code: resumed, err: said} = await until(at, 'run', (answer) => answer.code !== 5);
    expect(resumed, said).to.equal(0);
    expect(plannedRows(at)).to.deep.equal(golden);
  }).timeout(60_000);
});
