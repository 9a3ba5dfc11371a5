import type {Database} from '../../domain/tables.ts';
import {toText} from './dates.ts';
import type {OracleSchemas} from './statements.ts';

/** The tables of a database, as Oracle's dictionary names them. */
export type Owned = {readonly owner: string; readonly table: string};

export function tablesIn(database: Database, schemas: OracleSchemas): readonly Owned[] {
  const of = (owner: string, table: string) => ({owner: owner.toUpperCase(), table});
  return database === 'spss'
    ? [of(schemas.source, 'SC_1_120'), of(schemas.spss, 'SC_theory_users')]
    : ['SoftCollection_theories', 'SC_local_control', 'SC_local_target'].map((table) => of(schemas.dssb, table));
}

const named = (tables: readonly Owned[], owner: string, table: string) =>
  `(${tables.map((it) => `${owner} = '${it.owner}' AND ${table} = '${it.table.toUpperCase()}'`).join(' OR ')})`;

/** What the dictionary is asked; every user may read these views, each sees what concerns him. */
export const DICTIONARY = {
  identity: `SELECT ${['DATABASE_ROLE', 'DB_UNIQUE_NAME', 'CON_NAME', 'SERVICE_NAME'].map((name) => `SYS_CONTEXT('USERENV', '${name}')`).join(', ')} FROM DUAL`,
  account: `SELECT ACCOUNT_STATUS, ${toText('EXPIRY_DATE')}, ${toText('SYSDATE')} FROM USER_USERS`,
  mandatory: (tables: readonly Owned[]) =>
    `SELECT TABLE_NAME, COLUMN_NAME FROM ALL_TAB_COLUMNS WHERE NULLABLE = 'N' AND DEFAULT_LENGTH IS NULL AND ${named(tables, 'OWNER', 'TABLE_NAME')}`,
  unlockable: (tables: readonly Owned[]) =>
    `SELECT OWNER, TABLE_NAME FROM ALL_TABLES WHERE TABLE_LOCK = 'DISABLED' AND ${named(tables, 'OWNER', 'TABLE_NAME')}`,
  indexes: (tables: readonly Owned[]) => `SELECT c.TABLE_NAME, c.COLUMN_NAME
FROM ALL_IND_COLUMNS c JOIN ALL_INDEXES i ON i.OWNER = c.INDEX_OWNER AND i.INDEX_NAME = c.INDEX_NAME
WHERE c.COLUMN_POSITION = 1 AND i.STATUS <> 'UNUSABLE' AND i.VISIBILITY = 'VISIBLE' AND ${named(tables, 'c.TABLE_OWNER', 'c.TABLE_NAME')}`,
  objectGrants: 'SELECT PRIVILEGE, OWNER, TABLE_NAME FROM USER_TAB_PRIVS_RECD',
  systemGrants: "SELECT PRIVILEGE FROM SESSION_PRIVS WHERE PRIVILEGE LIKE '% ANY %' ORDER BY PRIVILEGE",
} as const;
