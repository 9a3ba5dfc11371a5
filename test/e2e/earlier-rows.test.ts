import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {addEarlierRows, DIFFERENT, ENROLLED, TABS_TO_COME} from '../support/earlier-rows.ts';
import {expectedCounts, fill} from '../support/filled.ts';
import {type Answer, type Installation, installations, jsonOf, TODAY} from '../support/installation.ts';
import {query} from '../support/installed-rows.ts';
import {ACTIVE, type SampleUsers, sampleUsers} from '../support/sample-csv.ts';

const PEOPLE = 500;
const NEW = PEOPLE - ENROLLED;
const TABLES = ['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const;

describe('a run into tables that hold rows', () => {
  const install = installations();
  let at: Installation;
  let users: SampleUsers;
  let answer: Answer;
  let report: RunReport;
  const older: Record<string, unknown[][]> = {};

  /** The rows of a table that came with the run. */
  const newRows = <Row extends unknown[]>(table: string, columns: string) =>
    query<Row>(at, `SELECT ${columns} FROM ${table} WHERE rowid > ${older[table]!.length} ORDER BY 1`);

  before(async () => {
    at = install();
    users = await fill(at, {people: sampleUsers(PEOPLE)});
    addEarlierRows(at, users.ids);
    for (const table of TABLES) older[table] = query(at, `SELECT * FROM ${table} ORDER BY rowid`);
    answer = await at.run('run --json');
    report = jsonOf(answer);
  });

  it('is completed, whatever differed before', () => {
    expect([answer.code, report.status, report.error]).to.deep.equal([0, 'completed', null]);
  });

  it('skips whoever stands in a running campaign, not whoever stands in a past one', () => {
    expect(report.users).to.deep.equal({
      ...users.counts,
      malformed: 0,
      enrolled: ENROLLED,
      enrolled_without_row: 0,
      distributed: NEW,
    });
    const written = TABLES.slice(0, 2).flatMap((table) => newRows<[string]>(table, 'IIN').flat());
    const expected = users.ids.slice(ENROLLED);
    expect(written.length).to.equal(NEW);
    expect(written.sort().join() === expected.sort().join(), "today's people, once each").to.equal(true);
  });

  it("adds only this run's rows, as many as planned", () => {
    for (const [table, expected] of Object.entries(expectedCounts(NEW, ACTIVE))) {
      const ids = newRows<[string]>(table, 'THEORY_ID').flat();
      const counts = Object.fromEntries([...new Set(ids)].map((id) => [id, ids.filter((it) => it === id).length]));
      expect(counts, table).to.deep.equal(expected);
    }
  });

  it('leaves the older rows as they are', () => {
    for (const table of TABLES) {
      const now = query(at, `SELECT * FROM ${table} WHERE rowid <= ${older[table]!.length} ORDER BY rowid`);
      expect(JSON.stringify(now) === JSON.stringify(older[table]), table).to.equal(true);
    }
  });

  it("takes the five values from the group's earliest row, but makes anew what was made", () => {
    for (const table of TABLES) {
      const tabs = new Map(
        newRows<string[]>(table, 'DISTINCT THEORY_ID, TAB1, TAB2, TAB3, TAB4, TAB5').map(([id, ...values]) => [
          id,
          values,
        ]),
      );
      for (const [id, expected] of Object.entries(TABS_TO_COME(TODAY, 19))) {
        if ((id === 'SC00000001.1') === (table === 'SC_local_control')) {
          expect(tabs.get(id), `${table} ${id}`).to.deep.equal(expected);
        }
      }
    }
  });

  it('writes the same new rows into SPSS as into the target table', () => {
    const columns = 'THEORY_ID, IIN, DATE_START, DATE_END, TAB1, TAB2, TAB3, TAB4, TAB5';
    const [target, spss] = ['SC_local_target', 'SC_theory_users'].map((table) =>
      newRows(table, columns)
        .map((it) => JSON.stringify(it))
        .sort()
        .join('\n'),
    );
    expect(target === spss, 'equal').to.equal(true);
  });

  it('warns of the differences from before, and only of those', () => {
    expect(report.warnings.map((warning) => 'theoryId' in warning && warning.theoryId)).to.deep.equal(DIFFERENT);
    for (const id of DIFFERENT) expect(answer.err).to.include(`${id}: from before this run`);
  });
});
