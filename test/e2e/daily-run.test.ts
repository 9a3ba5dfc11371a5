import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {expectedCounts, fill, split} from '../support/filled.ts';
import {type Answer, type Installation, installations, jsonOf, TODAY} from '../support/installation.ts';
import {countsOf, peopleTwice, query, spssEqualsTarget} from '../support/installed-rows.ts';
import {ACTIVE, NAMES, type SampleUsers, sampleUsers} from '../support/sample-csv.ts';

const PEOPLE = 1003;
const LETTERS = ['A', 'B', 'C', 'D', 'E'];

/** The keys of the contract, then those that the report has beyond it. */
const KEYS = 'run_id business_date status reason stage plan_digest users campaigns owed duration_ms error'.split(' ');
const FURTHER_KEYS =
  'attempt earlier_attempts trigger lateness_ms carry_over warnings notifications started_at ended_at verified'.split(
    ' ',
  );

describe('import and run', () => {
  const install = installations();
  let at: Installation;
  let users: SampleUsers;
  let answer: Answer;
  let report: RunReport;

  before(async () => {
    at = install();
    users = await fill(at, {people: sampleUsers(PEOPLE), by: at.run});
    answer = await at.run('run --json');
    report = jsonOf(answer);
  });

  it('ends with 0, completed', () => {
    expect(answer.code, answer.err).to.equal(0);
    const {status, stage, reason, error, owed, run_id, business_date} = report;
    expect({status, stage, reason, error, owed}).to.deep.equal({
      status: 'completed',
      stage: 'completed',
      reason: null,
      error: null,
      owed: [],
    });
    expect([run_id, business_date]).to.deep.equal([`distribution-${TODAY}`, TODAY]);
    expect(report.plan_digest).to.match(/^[0-9a-f]{64}$/);
    expect(report.duration_ms).to.be.within(1, 60_000);
  });

  it("has the contract's keys", () => {
    expect(report).to.have.all.keys(...KEYS, ...FURTHER_KEYS);
    for (const campaign of report.campaigns) {
      expect(campaign).to.have.all.keys('theory_id', 'theory_name', 'total_users', 'balance', 'groups');
      expect(Object.keys(campaign.groups)).to.deep.equal(LETTERS);
      for (const group of Object.values(campaign.groups)) {
        expect(group).to.have.all.keys('theory_id', 'users_count', 'written');
        expect(group.written).to.have.all.keys('dssb_app', 'spss');
      }
    }
  });

  it('counts the people that it found and dropped', () => {
    expect(report.users).to.deep.equal({
      ...users.counts,
      malformed: 0,
      enrolled: 0,
      enrolled_without_row: 0,
      distributed: PEOPLE,
    });
  });

  it('says what was planned and written, campaign by campaign', () => {
    const expected = split(PEOPLE, ACTIVE.length).map((total, i) => ({
      theory_id: ACTIVE[i],
      theory_name: NAMES[i],
      total_users: total,
      groups: Object.fromEntries(
        split(total, 5).map((size, g) => [
          LETTERS[g],
          {
            theory_id: `${ACTIVE[i]}.${g + 1}`,
            users_count: size,
            written: {dssb_app: size, spss: g === 0 ? 0 : size},
          },
        ]),
      ),
    }));
    expect(report.campaigns.map(({balance: _, ...campaign}) => campaign)).to.deep.equal(expected);
    expect(report.campaigns.map(({balance}) => balance?.people)).to.deep.equal(split(PEOPLE, ACTIVE.length));
  });

  it('wrote exactly that into the three tables', () => {
    for (const [table, counts] of Object.entries(expectedCounts(PEOPLE, ACTIVE))) {
      expect(countsOf(at, table as 'SC_local_control'), table).to.deep.equal(counts);
    }
  });

  it('put everybody of the day, and nobody else, into one group', () => {
    expect(peopleTwice(at)).to.equal(0);
    const sql = 'SELECT IIN FROM SC_local_control UNION SELECT IIN FROM SC_local_target ORDER BY IIN';
    const written = query<[string]>(at, sql).flat();
    expect(written.join() === users.ids.toSorted().join(), 'the people of day 5').to.equal(true);
  });

  it('wrote into SPSS what stands in the target table, and no control', () => {
    expect(spssEqualsTarget(at)).to.equal(true);
  });

  it('gave fresh groups their five values, each within 255 bytes', () => {
    const sql = 'SELECT DISTINCT THEORY_ID, TAB1, TAB2, TAB3, TAB4, TAB5 FROM';
    const rows = ['SC_local_control', 'SC_local_target'].flatMap((table) => query<string[]>(at, `${sql} ${table}`));
    const expected = report.campaigns.flatMap(({theory_name, groups}) =>
      Object.entries(groups).map(([letter, {theory_id, users_count}]) => [
        theory_id,
        `Daily Distribution Group ${letter}`,
        `Generated on ${TODAY}`,
        `Count: ${users_count}`,
        theory_name === NAMES[4] ? `Campaign: ${'ж'.repeat(122)}` : `Campaign: ${theory_name}`,
        `Group Type: ${letter === 'A' ? 'Control' : 'Target'}`,
      ]),
    );
    expect(rows.sort()).to.deep.equal(expected.sort());
  });

  it("gave each row its campaign's dates and today's time", () => {
    for (const table of ['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const) {
      const dates = query(at, `SELECT DISTINCT DATE_START, DATE_END, substr(INSERT_DATETIME, 1, 10) FROM ${table}`);
      expect(dates, table).to.deep.equal([['2020-01-01 00:00:00', '2099-12-31 23:59:59', TODAY]]);
    }
  });

  it('logs the lines that operators know, with run and stage', () => {
    const lines = answer.err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const messages = lines.map(({msg}) => msg);
    expect(messages).to.include('🚀 STARTING DAILY USER DISTRIBUTION PROCESS');
    expect(messages.at(-1)).to.equal('✅ Process completed successfully!');
    for (const line of lines) expect(line, String(line.msg)).to.include.keys('run', 'stage', 'level', 'time');
    expect(lines.every(({run}) => run === report.run_id)).to.equal(true);
  });

  it('shows the same as a table to a person', async () => {
    const {code, out} = await at.run(`runs show ${report.run_id}`);
    expect(code).to.equal(0);
    expect(out).to.include('completed').and.include('1,003 distributed').and.include(report.plan_digest);
    for (const id of ACTIVE) expect(out).to.include(id);
  });
});
