import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {expectedCounts, fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {countsOf, peopleTwice, plannedRows, query, snapshot, spssEqualsTarget} from '../support/installed-rows.ts';
import {ACTIVE, sampleUsers, writeCsv} from '../support/sample-csv.ts';

const PEOPLE = 203;
const CAMPAIGNS = ACTIVE.slice(0, 2);
const MORE = sampleUsers(40, 6);

describe('a run that owes rows', () => {
  const install = installations();
  let golden: Installation;
  /** SPSS was out of reach: all of DSSB is written, all of SPSS is owed. */
  let partial: Installation;
  /** DSSB was out of reach: nothing is written. */
  let unwritten: Installation;
  let run: string;

  before(async () => {
    golden = install();
    await fill(golden, {people: PEOPLE, campaigns: 2});
    [partial, unwritten] = [golden.copy(), golden.copy()];
    await golden.here('run');
    for (const [at, database, code, status] of [
      [partial, 'spss', 7, 'partial'],
      [unwritten, 'dssb_app', 4, 'failed'],
    ] as const) {
      const lock = at.open(database);
      lock.exec('BEGIN EXCLUSIVE');
      const answer = await at.run('run --json', {LOCK_WAIT: '0s'});
      lock.exec('ROLLBACK');
      lock.close();
      const report = jsonOf<RunReport>(answer);
      expect([answer.code, report.status, report.error?.kind]).to.deep.equal([code, status, 'unreachable']);
      run = report.run_id;
    }
  });

  it('says with resume --explain what it owes, and writes nothing for that', async () => {
    const expected = expectedCounts(PEOPLE, CAMPAIGNS);
    for (const at of [partial, unwritten]) {
      const before = snapshot(at);
      const answer = await at.run('resume --explain --json');
      expect(answer.code).to.equal(0);
      const {owed} = jsonOf<RunReport>(answer);
      for (const [table, counts] of Object.entries(expected)) {
        const rows = owed.filter((it) => it.table === table).map(({theory_id, rows: n}) => [theory_id, n]);
        const whole = at === unwritten || table === 'SC_theory_users';
        expect(Object.fromEntries(rows), table).to.deep.equal(whole ? counts : {});
      }
      expect(snapshot(at)).to.deep.equal(before);
    }
    const {out} = await partial.here('resume --explain');
    const rows = Object.values(expected.SC_theory_users).reduce((sum, n) => sum + n, 0);
    expect(out).to.include(run).and.include(`${rows} rows are still owed to SC_theory_users`);
  });

  it('is finished by resume and by run', async () => {
    const ways = [
      {at: partial.copy(), words: `resume ${run} --json`},
      {at: unwritten.copy(), words: 'run --json'},
    ];
    const answers = await Promise.all(ways.map(({at, words}) => at.run(words)));
    for (const [i, {at, words}] of ways.entries()) {
      const report = jsonOf<RunReport>(answers[i]!);
      expect([answers[i]!.code, report.run_id, report.status], words).to.deep.equal([0, run, 'completed']);
      expect(report.owed).to.deep.equal([]);
      expect(plannedRows(at), words).to.deep.equal(plannedRows(golden));
    }
  });

  it('is finished with the same people even if the source has changed', async () => {
    const at = unwritten.copy();
    at.write('other.csv', writeCsv(MORE.rows));
    expect((await at.here(['import', 'users', at.inFolder('other.csv'), '--replace'])).code).to.equal(0);
    expect((await at.here('resume')).code).to.equal(0);
    expect(plannedRows(at)).to.deep.equal(plannedRows(golden));
  });

  it('stays owed while its database is out of reach', async () => {
    const at = partial.copy({LOCK_WAIT: '0s'});
    const lock = at.open('spss');
    lock.exec('BEGIN EXCLUSIVE');
    const answer = await at.run('resume --json');
    lock.exec('ROLLBACK');
    lock.close();
    expect([answer.code, jsonOf<RunReport>(answer).status]).to.deep.equal([7, 'partial']);
  });

  it('is released by abandon with a reason; then run goes on with all who are free', async () => {
    const at = unwritten.copy();
    at.write('more.csv', writeCsv(MORE.rows));
    expect((await at.here(['import', 'users', at.inFolder('more.csv')])).code).to.equal(0);
    const abandoned = await at.run(['runs', 'abandon', run, '--json', '--reason', 'a wrong load']);
    const {status, reason} = jsonOf<RunReport>(abandoned);
    expect([abandoned.code, status, reason]).to.deep.equal([0, 'abandoned', 'a wrong load']);
    expect(countsOf(at, 'SC_local_target')).to.deep.equal({});
    const next = jsonOf<RunReport>(await at.here('run --json'));
    expect([next.run_id, next.status, next.users.distributed]).to.deep.equal([`${run}.2`, 'completed', PEOPLE + 40]);
    expect(countsOf(at, 'SC_local_target')).to.deep.equal(expectedCounts(PEOPLE + 40, CAMPAIGNS).SC_local_target);
    expect([peopleTwice(at), spssEqualsTarget(at)]).to.deep.equal([0, true]);
  });

  it('once abandoned is never written to SPSS; the next run takes the new people only', async () => {
    const at = partial.copy();
    at.write('more.csv', writeCsv(MORE.rows));
    expect((await at.here(['import', 'users', at.inFolder('more.csv')])).code).to.equal(0);
    await at.here(['runs', 'abandon', run, '--reason', 'SPSS is written by hand']);
    const answer = await at.here('run --json');
    const {users, warnings} = jsonOf<RunReport>(answer);
    expect([answer.code, users.enrolled, users.distributed]).to.deep.equal([0, PEOPLE, 40]);
    expect(countsOf(at, 'SC_theory_users')).to.deep.equal(expectedCounts(40, CAMPAIGNS).SC_theory_users);
    const spss = query<[string]>(at, 'SELECT IIN FROM SC_theory_users').flat();
    expect(
      spss.every((id) => MORE.ids.includes(id)),
      'only new people',
    ).to.equal(true);
    expect(warnings).to.have.lengthOf(8);
    expect((await at.here('resume --json')).out).to.equal('null\n');
  });
});
