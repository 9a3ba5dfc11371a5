import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {Preview} from '../../src/application/run/preview.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {expectedCounts, fill} from '../support/filled.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {change, countsOf, membership, snapshot} from '../support/installed-rows.ts';
import {ACTIVE, sampleUsers, shuffle, writeCsv} from '../support/sample-csv.ts';
import {testKey} from '../support/secrets.ts';

const PEOPLE = 412;
const USERS = sampleUsers(PEOPLE);

describe('the same input again', () => {
  const install = installations();
  let fresh: Installation;
  let at: Installation;
  let report: RunReport;

  before(async () => {
    fresh = install();
    await fill(fresh, {people: USERS});
    at = fresh.copy();
    report = jsonOf(await at.run('run --json'));
  });

  it('is skipped with 6, and nothing is written', async () => {
    const before = snapshot(at);
    const answer = await at.here('run --json');
    expect(answer.code).to.equal(6);
    const {status, reason, stage, users, campaigns, plan_digest} = jsonOf<RunReport>(answer);
    expect({status, reason, stage, campaigns, plan_digest}).to.deep.equal({
      status: 'skipped',
      reason: 'all_users_enrolled',
      stage: 'completed',
      campaigns: [],
      plan_digest: null,
    });
    expect(users).to.deep.equal({
      ...USERS.counts,
      malformed: 0,
      enrolled: PEOPLE,
      enrolled_without_row: 0,
      distributed: 0,
    });
    expect(snapshot(at)).to.deep.equal(before);
  });

  it('takes only the people who are new', async () => {
    const more = sampleUsers(50, 2);
    const later = at.copy();
    later.write('more.csv', writeCsv(more.rows));
    await later.here(['import', 'users', later.inFolder('more.csv')]);
    const answer = await later.here('run --json');
    expect(answer.code).to.equal(0);
    expect(jsonOf<RunReport>(answer).users).to.include({enrolled: PEOPLE, distributed: 50});
    const first = expectedCounts(PEOPLE, ACTIVE).SC_local_control;
    const second = expectedCounts(50, ACTIVE).SC_local_control;
    const sums = Object.fromEntries(Object.keys(first).map((id) => [id, first[id]! + second[id]!]));
    expect(countsOf(later, 'SC_local_control')).to.deep.equal(sums);
  });

  it('has in every preview the digest of the run that follows, and writes nothing for it', async () => {
    const previewed = fresh.copy();
    const before = snapshot(previewed);
    const answers = [previewed.here('preview --json'), previewed.here('run --dry-run --json')];
    for (const answer of await Promise.all(answers)) {
      expect(answer.code).to.equal(0);
      const {run_id, status, plan_digest, users} = jsonOf<Preview>(answer);
      expect({run_id, status, plan_digest, users}).to.deep.equal({
        run_id: report.run_id,
        status: 'planned',
        plan_digest: report.plan_digest,
        users: report.users,
      });
    }
    expect(snapshot(previewed)).to.deep.equal(before);
    expect(existsSync(join(previewed.data, 'state.db')), 'a state is made').to.equal(false);
  });

  it('has the same plan in whatever order its rows come', async () => {
    const shuffled = fresh.copy();
    const [header, ...rows] = USERS.rows;
    shuffled.write('shuffled.csv', writeCsv([header!, ...shuffle(rows, 77)]));
    expect((await shuffled.here(['import', 'users', shuffled.inFolder('shuffled.csv'), '--replace'])).code).to.equal(0);
    const answer = await shuffled.here('run --json');
    expect(jsonOf<RunReport>(answer).plan_digest).to.equal(report.plan_digest);
    expect(membership(shuffled)).to.equal(membership(at));
  });

  it('has another membership under another secret, and the same counts', async () => {
    const other = fresh.copy({ASSIGNMENT_SECRET: testKey('another')});
    const answer = await other.here('run --json');
    const {plan_digest, users, campaigns} = jsonOf<RunReport>(answer);
    expect(plan_digest).to.not.equal(report.plan_digest);
    expect({users, campaigns}).to.deep.equal({users: report.users, campaigns: report.campaigns});
    expect(membership(other)).to.not.equal(membership(at));
    for (const table of ['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const) {
      expect(countsOf(other, table), table).to.deep.equal(countsOf(at, table));
    }
  });

  it('is proved by verify, and disproved once a row is gone', async () => {
    const proved = await at.here('verify --json');
    expect([proved.code, jsonOf<{ok: boolean}>(proved).ok]).to.deep.equal([0, true]);
    const altered = at.copy();
    change(altered, 'SC_theory_users', 'DELETE FROM SC_theory_users WHERE rowid = 1');
    const disproved = await altered.here('verify --json');
    expect([disproved.code, jsonOf<{ok: boolean}>(disproved).ok]).to.deep.equal([1, false]);
  });
});
