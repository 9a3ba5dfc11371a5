import {Failure} from '../../application/failure.ts';
import type {Connection} from './driver.ts';

type Kind = 'text' | 'number';

/** What a column of another kind may hold instead, in SQLite's words. */
const WRONG: Record<Kind, readonly string[]> = {text: ['integer', 'real', 'blob'], number: ['text', 'blob']};

/**
 * Refuses a source table that another program has made or filled so that rows would be misread without a word: a column is
 * missing, ids are numbers (which have no zeros in front), days are text. A column of any kind is null.
 */
export function expectColumns(db: Connection, table: string, columns: Readonly<Record<string, Kind | null>>): void {
  const declared = declaredIn(db, table);
  for (const [column, kind] of Object.entries(columns)) {
    if (!declared.has(column)) throw misshapen(table, `has no column ${column}`);
    if (kind === null || declared.get(column) === kind) continue;
    const types = WRONG[kind].map((type) => `'${type}'`).join(', ');
    const wrong = db.prepare(`SELECT 1 FROM ${table} WHERE typeof(${column}) IN (${types}) LIMIT 1`).get();
    if (wrong) throw wrongKind(table, column, kind);
  }
}

/** Refuses columns of STRATIFY_BY that SC_1_120 has not: a slip in the settings, and no reason to drop anything. */
export function expectStrata(db: Connection, columns: readonly string[]): void {
  const declared = declaredIn(db, 'SC_1_120');
  const missing = columns.filter((column) => !declared.has(column));
  if (missing.length === 0) return;
  throw new Failure('refused', `SC_1_120 has no column ${missing.join(', ')}, which STRATIFY_BY names`, {
    advice: `correct STRATIFY_BY: SC_1_120 has ${[...declared.keys()].join(', ')}`,
    database: 'spss',
  });
}

function declaredIn(db: Connection, table: string): ReadonlyMap<string, Kind | null> {
  const columns = db
    .prepare<[string], {name: string; type: string}>('SELECT name, type FROM pragma_table_info(?)')
    .all(table);
  return new Map(columns.map(({name, type}) => [name.toUpperCase(), affinityOf(type)]));
}

export function wrongKind(table: string, column: string, kind: Kind): Failure {
  const held = kind === 'text' ? 'numbers or bytes where text is meant' : 'text where numbers are meant';
  return misshapen(table, `has ${held}, in column ${column}`);
}

/** What SQLite makes of values put into a column that was declared so; none of either kind is null. */
function affinityOf(type: string): Kind | null {
  if (/INT/i.test(type)) return 'number';
  if (/CHAR|CLOB|TEXT/i.test(type)) return 'text';
  return type === '' || /BLOB/i.test(type) ? null : 'number';
}

export function misshapen(table: string, what: string): Failure {
  const [file, command] = table === 'SC_1_120' ? ['spss.db', 'users'] : ['dssb_app.db', 'campaigns'];
  return new Failure('refused', `${table} ${what}: another program has made or filled it`, {
    advice: `drop the table ${table} of ${file} (it is made anew), then fill it with: softcollection import ${command} FILE.csv`,
    database: table === 'SC_1_120' ? 'spss' : 'dssb_app',
  });
}
