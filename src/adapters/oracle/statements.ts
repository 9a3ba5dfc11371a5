import oracledb, {type BindParameter} from 'oracledb';
import type {TheoryId, WallTime} from '../../domain/ids.ts';
import {type Database, databaseOf, type Table} from '../../domain/tables.ts';
import {toDate, toText} from './dates.ts';
import {insertText} from './insert-rows.ts';

/** The schemas that the bank's tables are in. */
export type OracleSchemas = {
  /** SoftCollection_theories, SC_local_control, SC_local_target. */
  readonly dssb: string;
  /** SC_theory_users. */
  readonly spss: string;
  /** SC_1_120. */
  readonly source: string;
};

/** Most entries of an IN list. */
const LIST_ENTRIES = 1_000;

/** Every statement that is sent to Oracle, as text. Ids are bound as `:t0`, `:t1`, … */
export type OracleStatements = ReturnType<typeof oracleStatements>;

export function oracleStatements(schemas: OracleSchemas) {
  const qualified = (table: Table) => `${schemas[databaseOf(table) === 'spss' ? 'spss' : 'dssb']}.${table}`;
  return {
    qualified,
    sysdate: `SELECT ${toText('SYSDATE')} FROM DUAL`,
    columns: (database: Database) =>
      columnsText(
        database === 'spss'
          ? [qualified('SC_theory_users'), `${schemas.source}.SC_1_120`]
          : [`${schemas.dssb}.SoftCollection_theories`, qualified('SC_local_control'), qualified('SC_local_target')],
      ),
    campaigns: `SELECT THEORY_ID, THEORY_NAME, ${toText('THEORY_START_DATE')}, ${toText('THEORY_END_DATE')}
FROM ${schemas.dssb}.SoftCollection_theories
WHERE SYSDATE BETWEEN THEORY_START_DATE AND THEORY_END_DATE OR THEORY_END_DATE < THEORY_START_DATE
  OR THEORY_START_DATE IS NULL OR THEORY_END_DATE IS NULL`,
    endedToday: `SELECT THEORY_ID FROM ${schemas.dssb}.SoftCollection_theories WHERE THEORY_END_DATE = TRUNC(SYSDATE)`,
    users: (oneDay: boolean, columns: readonly string[] = []) =>
      `SELECT ${['IIN', ...columns].join(', ')} FROM ${schemas.source}.SC_1_120 WHERE ${oneDay ? 'COUNT_DAY = :from_day' : 'COUNT_DAY BETWEEN :from_day AND :to_day'}`,
    countUsers: (oneDay: boolean) =>
      `SELECT COUNT(*) FROM ${schemas.source}.SC_1_120 WHERE ${oneDay ? 'COUNT_DAY = :from_day' : 'COUNT_DAY BETWEEN :from_day AND :to_day'}`,
    members: (table: Table, ids: number, sinceBound: boolean) =>
      select('THEORY_ID, IIN', qualified(table), ids, sinceBound),
    earliestTabs: (
      table: Table,
      ids: number,
      sinceBound: boolean,
    ) => `SELECT THEORY_ID, TAB1, TAB2, TAB3, TAB4, TAB5 FROM (
  SELECT THEORY_ID, TAB1, TAB2, TAB3, TAB4, TAB5,
    ROW_NUMBER() OVER (PARTITION BY THEORY_ID ORDER BY INSERT_DATETIME NULLS LAST, IIN NULLS LAST) AS PLACE
  FROM ${qualified(table)} WHERE ${under(ids)}${sinceBound ? ` AND INSERT_DATETIME >= ${toDate(':since')}` : ''}
) WHERE PLACE = 1`,
    count: (table: Table, ids: number) =>
      select('THEORY_ID, COUNT(*), COUNT(DISTINCT IIN)', qualified(table), ids, true, ' GROUP BY THEORY_ID'),
    totals: (table: Table, ids: number, sinceBound: boolean) =>
      select('THEORY_ID, COUNT(*)', qualified(table), ids, sinceBound, ' GROUP BY THEORY_ID'),
    lock: (table: Table, waitSeconds: number) =>
      `LOCK TABLE ${qualified(table)} IN SHARE ROW EXCLUSIVE MODE ${waitSeconds === 0 ? 'NOWAIT' : `WAIT ${waitSeconds}`}`,
    insert: (table: Table) => insertText(qualified(table)),
  };
}

/** The columns of tables, as far as this user may see them, and the character set. */
function columnsText(tables: readonly string[]): string {
  const named = tables.map((table) => {
    const [owner, name] = table.toUpperCase().split('.');
    return `c.OWNER = '${owner}' AND c.TABLE_NAME = '${name}'`;
  });
  return `SELECT c.OWNER, c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.DATA_LENGTH, c.CHAR_LENGTH, c.CHAR_USED, p.VALUE
FROM ALL_TAB_COLUMNS c, NLS_DATABASE_PARAMETERS p WHERE p.PARAMETER = 'NLS_CHARACTERSET' AND (${named.join(' OR ')})`;
}

/**
 * Of `ids` groups, in all or since a moment: what an index on (THEORY_ID, INSERT_DATETIME, IIN) serves. Since a moment it is
 * a branch a group, so that any optimizer sees one range of the index in each.
 */
function select(columns: string, table: string, ids: number, sinceBound: boolean, grouping = ''): string {
  if (!sinceBound) return `SELECT ${columns} FROM ${table} WHERE ${under(ids)}${grouping}`;
  const branch = (id: number) =>
    `SELECT ${columns} FROM ${table} WHERE THEORY_ID = :t${id} AND INSERT_DATETIME >= ${toDate(':since')}${grouping}`;
  return Array.from({length: ids}, (_, id) => branch(id)).join('\nUNION ALL ');
}

/** `ids` bound ids in lists of at most 1,000, as `idBinds` names them. */
function under(ids: number): string {
  const names = Array.from({length: ids}, (_, i) => `:t${i}`);
  const lists: string[] = [];
  for (let from = 0; from < ids; from += LIST_ENTRIES) {
    lists.push(`THEORY_ID IN (${names.slice(from, from + LIST_ENTRIES).join(', ')})`);
  }
  return lists.length === 1 ? lists[0]! : `(${lists.join(' OR ')})`;
}

/** The values of `:t0`, `:t1`, … and `:since`. Bound as CHAR, ids also meet a CHAR column's padded values; a VARCHAR2 column is met alike. */
export function idBinds(ids: readonly TheoryId[], since?: WallTime): Record<string, BindParameter> {
  const binds = ids.map((id, i) => [`t${i}`, {val: id, type: oracledb.DB_TYPE_CHAR}] as const);
  return {...Object.fromEntries(binds), ...(since === undefined ? {} : {since: {val: since}})};
}
