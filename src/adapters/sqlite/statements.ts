import type {StatementTexts} from '../../application/ports/statement-texts.ts';
import type {Table} from '../../domain/tables.ts';

/** Rows of groups, in all or not older than a moment: what the index on (THEORY_ID, INSERT_DATETIME, IIN) serves. */
const under = (since: boolean) =>
  `THEORY_ID IN (SELECT value FROM json_each(@ids))${since ? ' AND INSERT_DATETIME >= @since' : ''}`;

/** The statements that the embedded databases are sent; THEORY_IDs travel as one JSON list. */
export const sqliteStatements = {
  campaigns: `SELECT THEORY_ID AS theoryId, THEORY_NAME AS name,
  datetime(THEORY_START_DATE) AS startDate, datetime(THEORY_END_DATE) AS endDate
FROM SoftCollection_theories
WHERE ? BETWEEN datetime(THEORY_START_DATE) AND datetime(THEORY_END_DATE)
  OR datetime(THEORY_END_DATE) < datetime(THEORY_START_DATE)
  OR datetime(THEORY_START_DATE) IS NULL OR datetime(THEORY_END_DATE) IS NULL`,
  endedToday: 'SELECT THEORY_ID FROM SoftCollection_theories WHERE datetime(THEORY_END_DATE) = ?',
  dates: 'SELECT THEORY_START_DATE, THEORY_END_DATE FROM SoftCollection_theories',
  users: (columns: readonly string[]) =>
    `SELECT ${['IIN', ...columns].join(', ')} FROM SC_1_120 WHERE COUNT_DAY BETWEEN ? AND ?`,
  members: (table: Table, since: boolean) => `SELECT THEORY_ID, IIN FROM ${table} WHERE ${under(since)}`,
  earliestTabs: (table: Table, since: boolean) => `SELECT THEORY_ID, TAB1, TAB2, TAB3, TAB4, TAB5 FROM (
  SELECT *, row_number() OVER (PARTITION BY THEORY_ID ORDER BY INSERT_DATETIME NULLS LAST, IIN NULLS LAST) AS n
  FROM ${table} WHERE ${under(since)}
) WHERE n = 1`,
  count: (table: Table) => `SELECT THEORY_ID AS theoryId, count(*) AS rows, count(DISTINCT IIN) AS "distinct"
FROM ${table} WHERE ${under(true)} GROUP BY THEORY_ID`,
  totals: (table: Table, since: boolean) =>
    `SELECT THEORY_ID, count(*) FROM ${table} WHERE ${under(since)} GROUP BY THEORY_ID`,
  insert: (
    table: Table,
  ) => `INSERT INTO ${table} (IIN, THEORY_ID, DATE_START, DATE_END, INSERT_DATETIME, TAB1, TAB2, TAB3, TAB4, TAB5)
SELECT value, ?, ?, ?, max(?, ?), ?, ?, ?, ?, ? FROM json_each(?)`,
} as const;

/** The same for `run --dry-run --sql`. */
export function sqliteStatementTexts(batchRows: number, userColumns: readonly string[]): StatementTexts {
  return {
    ...sqliteStatements,
    columns: () => null,
    users: () => sqliteStatements.users(userColumns),
    members: (table, _, since) => sqliteStatements.members(table, since),
    totals: (table, _, since) => sqliteStatements.totals(table, since),
    sysdate: null,
    lock: () => 'BEGIN IMMEDIATE',
    insertCalls: (sizes) => sizes.reduce((calls, size) => calls + Math.ceil(size / batchRows), 0),
    commit: 'COMMIT',
  };
}
