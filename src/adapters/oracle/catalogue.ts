import type {Database} from '../../domain/tables.ts';
import {columnFault} from './column-fault.ts';
import type {OracleDatabase} from './oracle-database.ts';
import type {OracleStatements} from './statements.ts';

/** A column as the database keeps it; `length` counts bytes of the database's character set, or characters. */
export type Column = {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly length: number;
  readonly counts: 'bytes' | 'characters';
};

export type Columns = {
  /** As Oracle names it, such as CL8MSWIN1251. */
  readonly charset: string;
  readonly all: readonly Column[];
};

/** The columns of a database's tables, looked up once; throws where one is not what the service can work with. */
export type Catalogue = () => Promise<Columns>;

export type ColumnRow = [
  owner: string,
  table: string,
  name: string,
  type: string,
  bytes: number,
  chars: number,
  used: string | null,
  charset: string,
];

export function oracleCatalogue(db: OracleDatabase, statements: OracleStatements, database: Database): Catalogue {
  let found: Promise<Columns> | null = null;
  const work = {action: 'columns', what: 'ALL_TAB_COLUMNS'};
  const lookUp = () =>
    db.use(work, async (session) => {
      const columns = readColumns(await session.rows<ColumnRow>(statements.columns(database)));
      const fault = columnFault(columns.all, database);
      if (fault) throw fault;
      return columns;
    });
  return () => {
    found ??= lookUp().catch((error) => {
      found = null;
      throw error;
    });
    return found;
  };
}

/** What the user may not see, or reaches by a synonym, is not there: then nothing is known of it. */
export function readColumns(rows: readonly ColumnRow[]): Columns {
  const all = rows.map(
    ([owner, table, name, type, bytes, chars, used]): Column => ({
      ...{table: `${owner}.${table}`, name, type},
      ...(used === 'C'
        ? ({length: chars, counts: 'characters'} as const)
        : ({length: bytes, counts: 'bytes'} as const)),
    }),
  );
  return {charset: rows[0]?.[7] ?? 'AL32UTF8', all};
}
