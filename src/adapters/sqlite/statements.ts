import type {StatementTexts} from '../../application/ports/statement-texts.ts';
import type {Table} from '../../domain/tables.ts';

const under = (ids: string) => `THEORY_ID IN (SELECT value FROM json_each(${ids}))`;

/** The statements that the embedded databases are sent; ids travel as one JSON list. */
export const sqliteStatements = {
  campaigns: `SELECT THEORY_ID AS theoryId, THEORY_NAME AS name,
  datetime(THEORY_START_DATE) AS startDate, datetime(THEORY_END_DATE) AS endDate
FROM SoftCollection_theories
WHERE ? BETWEEN datetime(THEORY_START_DATE) AND datetime(THEORY_END_DATE)
  OR datetime(THEORY_END_DATE) < datetime(THEORY_START_DATE)`,
  users: 'SELECT IIN FROM SC_1_120 WHERE COUNT_DAY BETWEEN ? AND ?',
  members: (table: Table) =>
    `SELECT THEORY_ID, IIN FROM ${table} WHERE ${under('?')} AND (? IS NULL OR INSERT_DATETIME >= ?)`,
  earliestTabs: (table: Table) => `SELECT THEORY_ID, TAB1, TAB2, TAB3, TAB4, TAB5 FROM (
  SELECT *, row_number() OVER (PARTITION BY THEORY_ID ORDER BY INSERT_DATETIME NULLS LAST, IIN NULLS LAST) AS n
  FROM ${table} WHERE ${under('?')}
) WHERE n = 1`,
  count: (table: Table) => `SELECT THEORY_ID AS theoryId, count(*) AS total,
  count(CASE WHEN INSERT_DATETIME >= @since THEN 1 END) AS rows,
  count(DISTINCT CASE WHEN INSERT_DATETIME >= @since THEN IIN END) AS "distinct"
FROM ${table} WHERE ${under('@ids')} GROUP BY THEORY_ID`,
  standing: (table: Table) => `SELECT THEORY_ID, IIN, INSERT_DATETIME >= ? FROM ${table} WHERE ${under('?')}`,
  insert: (
    table: Table,
  ) => `INSERT INTO ${table} (IIN, THEORY_ID, DATE_START, DATE_END, INSERT_DATETIME, TAB1, TAB2, TAB3, TAB4, TAB5)
SELECT value, ?, ?, ?, max(?, ?), ?, ?, ?, ?, ? FROM json_each(?)`,
} as const;

/** The same for `run --dry-run --sql`. */
export function sqliteStatementTexts(batchRows: number): StatementTexts {
  return {
    ...sqliteStatements,
    users: () => sqliteStatements.users,
    sysdate: null,
    lock: () => 'BEGIN IMMEDIATE',
    insertCalls: (sizes) => sizes.reduce((calls, size) => calls + Math.ceil(size / batchRows), 0),
    commit: 'COMMIT',
  };
}
