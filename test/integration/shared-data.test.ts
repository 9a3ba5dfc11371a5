import {spawnSync} from 'node:child_process';
import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {type Installation, installations, jsonOf} from '../support/installation.ts';
import {snapshot} from '../support/installed-rows.ts';
import {SHARED_DATA, sharedExpectation} from '../support/shared-data.ts';

const COLUMNS = 'IIN, THEORY_ID, DATE_START, DATE_END, TAB1, TAB2, TAB3, TAB4, TAB5';

describe('the shared input files', () => {
  const install = installations();
  let at: Installation;
  const expected = sharedExpectation();
  let report: RunReport;

  /** What the sqlite3 program answers, lines of values with | between them; `spss` is attached. */
  function sqlite3(sql: string): string[] {
    const attach = `ATTACH '${at.inFolder('data/spss.db')}' AS spss;`;
    const {status, stdout, stderr, error} = spawnSync(
      'sqlite3',
      ['-batch', at.inFolder('data/dssb_app.db'), attach + sql],
      {
        encoding: 'utf8',
      },
    );
    if (error) throw new Error(`the sqlite3 program is needed: ${error.message}`);
    expect(status, stderr).to.equal(0);
    return stdout.split('\n').filter(Boolean);
  }

  const countOf = (from: string) => Number(sqlite3(`SELECT count(*) FROM ${from}`)[0]);

  before(async () => {
    at = install();
    for (const table of ['campaigns', 'users']) {
      const {code, err} = await at.run(['import', table, `${SHARED_DATA}${table}.csv`]);
      expect(code, err).to.equal(0);
    }
    const answer = await at.run('run --json');
    expect(answer.code, answer.err).to.equal(0);
    report = jsonOf(answer);
  });

  it('are counted as expected', () => {
    const {count_day_5_rows: found, blank, duplicates: repeated, enrolled, users: distributed} = expected;
    expect(report.users).to.deep.equal({
      found,
      blank,
      malformed: 0,
      repeated,
      enrolled,
      enrolled_without_row: 0,
      distributed,
    });
  });

  it('become rows of exactly the expected counts, per campaign and group', () => {
    const sql = `SELECT THEORY_ID, count(*), count(DISTINCT trim(IIN)) FROM
      (SELECT * FROM SC_local_control UNION ALL SELECT * FROM SC_local_target) GROUP BY THEORY_ID ORDER BY THEORY_ID`;
    const groups = Object.entries(expected.campaigns).flatMap(([id, campaign]) =>
      Object.values(campaign.groups).map((size, i) => `${id}.${i + 1}|${size}|${size}`),
    );
    expect(sqlite3(sql)).to.deep.equal(groups.sort());
    const totals = report.campaigns.map(({theory_id, total_users}) => [theory_id, total_users]);
    expect(totals).to.deep.equal(Object.entries(expected.campaigns).map(([id, {total}]) => [id, total]));
  });

  it('have the expected control, target and SPSS rows, controls under .1 only', () => {
    expect(countOf('SC_local_control')).to.equal(expected.control_rows);
    expect(countOf('SC_local_target')).to.equal(expected.target_rows);
    expect(countOf('spss.SC_theory_users')).to.equal(expected.spss_rows);
    expect(countOf("SC_local_control WHERE THEORY_ID NOT LIKE '%.1'")).to.equal(0);
    expect(countOf("SC_local_target WHERE THEORY_ID LIKE '%.1'")).to.equal(0);
  });

  it('have SPSS rows that equal the target rows', () => {
    const [target, spss] = [`SELECT ${COLUMNS} FROM SC_local_target`, `SELECT ${COLUMNS} FROM spss.SC_theory_users`];
    expect(countOf(`(${target} EXCEPT ${spss})`)).to.equal(0);
    expect(countOf(`(${spss} EXCEPT ${target})`)).to.equal(0);
  });

  it('put everybody of the day into one group once, and nobody else', () => {
    const written = 'SELECT IIN FROM SC_local_control UNION ALL SELECT IIN FROM SC_local_target';
    const source = "SELECT trim(IIN) FROM spss.SC_1_120 WHERE COUNT_DAY = 5 AND trim(coalesce(IIN, '')) <> ''";
    expect(countOf(`(SELECT 1 FROM (${written}) GROUP BY trim(IIN) HAVING count(*) > 1)`)).to.equal(0);
    expect(countOf(`(${source} EXCEPT SELECT IIN FROM (${written}))`)).to.equal(0);
    expect(countOf(`(SELECT IIN FROM (${written}) EXCEPT ${source})`)).to.equal(0);
  });

  it('leave nothing for a second run, which writes nothing', async () => {
    const before = snapshot(at);
    const answer = await at.run('run --json');
    expect([answer.code, jsonOf<RunReport>(answer).reason]).to.deep.equal([6, 'all_users_enrolled']);
    expect(snapshot(at)).to.deep.equal(before);
  });
});
