import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {expectedCounts, fill} from '../support/filled.ts';
import {type Answer, type Installation, installations, jsonOf, TODAY} from '../support/installation.ts';
import {change, countsOf, insertRows, peopleTwice, snapshot, spssEqualsTarget} from '../support/installed-rows.ts';
import {ACTIVE} from '../support/sample-csv.ts';

const keepPeople = (n: number) => `DELETE FROM SC_1_120 WHERE COUNT_DAY = 5 AND trim(IIN) NOT IN (
  SELECT DISTINCT trim(IIN) FROM SC_1_120 WHERE COUNT_DAY = 5 AND trim(IIN) <> '' ORDER BY 1 LIMIT ${n})`;
/** Of the active ones, 1 to 5. */
const keepCampaigns = (n: number) => `DELETE FROM SoftCollection_theories
  WHERE substr(THEORY_ID, 10, 1) BETWEEN '1' AND '5' AND substr(THEORY_ID, 10, 1) > '${n}'`;

describe('a run with little to do', () => {
  const install = installations();
  let filled: Installation;

  before(async () => {
    filled = install();
    await fill(filled, {people: 40});
  });

  /** Runs with so many of the people, under so many of the campaigns; answers whether anything was written. */
  async function runWith(
    people: number,
    campaigns: number,
  ): Promise<{at: Installation; answer: Answer; wrote: boolean}> {
    const at = filled.copy();
    change(at, 'SC_1_120', keepPeople(people));
    change(at, 'SoftCollection_theories', keepCampaigns(campaigns));
    const before = snapshot(at);
    const answer = await at.run('run --json');
    return {at, answer, wrote: JSON.stringify(snapshot(at)) !== JSON.stringify(before)};
  }

  it('is skipped in an empty folder', async () => {
    const answer = await install().run('run --json');
    expect([answer.code, jsonOf<RunReport>(answer).reason]).to.deep.equal([6, 'no_active_campaigns']);
  });

  it('is skipped without campaigns', async () => {
    const {answer, wrote} = await runWith(20, 0);
    expect([answer.code, jsonOf<RunReport>(answer).reason, wrote]).to.deep.equal([6, 'no_active_campaigns', false]);
    expect(answer.err).to.include('Process skipped: no_active_campaigns');
  });

  it('is skipped without people of the day', async () => {
    const {answer, wrote} = await runWith(0, 5);
    expect([answer.code, jsonOf<RunReport>(answer).reason, wrote]).to.deep.equal([6, 'no_count_day_5_users', false]);
    expect(answer.err).to.include('Process skipped: no_count_day_5_users');
  });

  it('gives the last campaigns one person each when there are fewer people than campaigns', async () => {
    const {at, answer} = await runWith(3, 5);
    expect(answer.code).to.equal(0);
    expect(jsonOf<RunReport>(answer).campaigns.map(({total_users}) => total_users)).to.deep.equal([0, 0, 1, 1, 1]);
    expectTables(at, 3, ACTIVE);
    expect(countsOf(at, 'SC_local_control')).to.deep.equal({});
  });

  it('fills the last groups when there are fewer people than groups', async () => {
    const {at, answer} = await runWith(3, 1);
    expect(answer.code).to.equal(0);
    const {groups} = jsonOf<RunReport>(answer).campaigns[0]!;
    expect(Object.values(groups).map(({users_count}) => users_count)).to.deep.equal([0, 0, 1, 1, 1]);
    expectTables(at, 3, ACTIVE.slice(0, 1));
  });

  it('leaves out a campaign whose end is before its start, with a warning', async () => {
    const at = filled.copy();
    insertRows(at, 'SoftCollection_theories', [
      ['SC00000009', 'Backwards', null, null, '2099-01-01 00:00:00', '2020-01-01 00:00:00', 0, 'test'],
      ['нет такой', 'Nameless', null, null, '2020-01-01 00:00:00', '2099-01-01 00:00:00', 0, 'test'],
    ]);
    const answer = await at.run('run --json');
    expect(answer.code).to.equal(0);
    const {campaigns, warnings} = jsonOf<RunReport>(answer);
    expect(campaigns.map(({theory_id}) => theory_id)).to.deep.equal(ACTIVE);
    expect(warnings).to.have.lengthOf(2);
    expect(warnings[0]).to.include({kind: 'ends_before_start', theoryId: 'SC00000009'});
    expect(warnings[1]).to.include({kind: 'bad_theory_id'});
    expect(answer.err).to.match(/SC00000009 ends .* before it starts .*: skipped/);
    expectTables(at, 40, ACTIVE);
  });

  function expectTables(at: Installation, people: number, campaigns: readonly string[]): void {
    for (const [table, counts] of Object.entries(expectedCounts(people, campaigns))) {
      expect(countsOf(at, table as 'SC_local_control'), table).to.deep.equal(counts);
    }
    expect([peopleTwice(at), spssEqualsTarget(at)]).to.deep.equal([0, true]);
  }
});

describe('the safety stop', () => {
  const install = installations();
  let at: Installation;

  before(async () => {
    at = install({MAX_USERS: '10'});
    await fill(at, {people: 11, campaigns: 2});
  });

  it('fails the run with 1, says how to override it, and writes nothing', async () => {
    const before = snapshot(at);
    const answer = await at.run('run --json');
    const {status, plan_digest, error} = jsonOf<RunReport>(answer);
    expect([answer.code, status, plan_digest, error?.kind]).to.deep.equal([1, 'failed', null, 'safety_stop']);
    expect(error?.message).to.include('11 users').and.include('MAX_USERS=10');
    expect(error?.advice).to.include('--force --reason');
    expect(answer.err).to.include('Process failed: 11 users are more than MAX_USERS=10');
    expect(snapshot(at)).to.deep.equal(before);
  });

  it('is foretold by preview', async () => {
    const answer = await at.run('preview');
    expect(answer.code).to.equal(1);
    expect(answer.out).to.include('MAX_USERS=10');
  });

  it('is overridden only with a reason', async () => {
    const before = snapshot(at);
    for (const words of ['run --force', ['run', '--force', '--reason', '  ']]) {
      const {code, err} = await at.run(words);
      expect(code, String(words)).to.equal(2);
      expect(err, String(words)).to.include('--reason');
    }
    expect(snapshot(at)).to.deep.equal(before);
    const answer = await at.run(['run', '--json', '--force', '--reason', 'a new branch of the bank']);
    expect([answer.code, jsonOf<RunReport>(answer).status]).to.deep.equal([0, 'completed']);
    expect(countsOf(at, 'SC_theory_users')).to.deep.equal(expectedCounts(11, ACTIVE.slice(0, 2)).SC_theory_users);
  });

  it('keeps the reason in the log of events', async () => {
    const {out} = await at.here(`runs events distribution-${TODAY}.2 --json`);
    expect(out).to.include('a new branch of the bank');
  });
});
