import {createHash} from 'node:crypto';
import type {Installation} from './installation.ts';

const TABLES = {
  SoftCollection_theories: 'dssb_app',
  SC_local_control: 'dssb_app',
  SC_local_target: 'dssb_app',
  SC_1_120: 'spss',
  SC_theory_users: 'spss',
} as const;
export type InstalledTable = keyof typeof TABLES;

const GROUP_TABLES = ['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const;
/** All columns of a group table but INSERT_DATETIME. */
const PLANNED = 'THEORY_ID, IIN, DATE_START, DATE_END, TAB1, TAB2, TAB3, TAB4, TAB5';

/** Rows as arrays; the query names one table, in whose database it is asked. */
export function query<Row extends unknown[]>(at: Installation, sql: string, ...parameters: unknown[]): Row[] {
  const table = (Object.keys(TABLES) as InstalledTable[]).find((name) => sql.includes(name))!;
  const db = at.open(TABLES[table]);
  try {
    return db
      .prepare<unknown[], Row>(sql)
      .raw()
      .all(...parameters);
  } finally {
    db.close();
  }
}

/** Changes a table, past the product. */
export function change(at: Installation, table: InstalledTable, sql: string): void {
  const db = at.open(TABLES[table]);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

/** Puts rows into a table, past the product. */
export function insertRows(at: Installation, table: InstalledTable, rows: readonly (readonly unknown[])[]): void {
  const db = at.open(TABLES[table]);
  try {
    for (const row of rows) db.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join()})`).run(...row);
  } finally {
    db.close();
  }
}

/** How many rows of how many people stand under each THEORY_ID. */
export function countsOf(at: Installation, table: InstalledTable): Record<string, number> {
  const sql = `SELECT THEORY_ID, count(*), count(DISTINCT trim(IIN)) FROM ${table} GROUP BY THEORY_ID ORDER BY THEORY_ID`;
  const rows = query<[string, number, number]>(at, sql);
  if (rows.some(([, all, distinct]) => all !== distinct)) throw new Error(`somebody stands twice in ${table}`);
  return Object.fromEntries(rows.map(([theoryId, all]) => [theoryId, all]));
}

/** Every row of every table, in no order, as a digest per table: for "nothing was written". */
export function snapshot(at: Installation): Record<string, string> {
  return Object.fromEntries(
    (Object.keys(TABLES) as InstalledTable[]).map((table) => [table, digest(query(at, `SELECT * FROM ${table}`))]),
  );
}

/** The group tables' rows but for INSERT_DATETIME, as a digest per table: what must not depend on an interruption. */
export function plannedRows(at: Installation): Record<string, string> {
  return Object.fromEntries(GROUP_TABLES.map((table) => [table, digest(query(at, `SELECT ${PLANNED} FROM ${table}`))]));
}

/** Whether SPSS holds exactly the rows of the target table, in all columns but INSERT_DATETIME. */
export function spssEqualsTarget(at: Installation): boolean {
  const {SC_local_target: target, SC_theory_users: spss} = plannedRows(at);
  return target === spss;
}

/** How many events the state store holds. */
export function eventsIn(at: Installation): number {
  const db = at.open('state');
  try {
    return db.prepare('SELECT count(*) FROM events').pluck().get() as number;
  } finally {
    db.close();
  }
}

/** How many people have more than one row in the control and target tables. */
export function peopleTwice(at: Installation): number {
  const people = (table: InstalledTable) => query<[string]>(at, `SELECT trim(IIN) FROM ${table}`).flat();
  const all = [...people('SC_local_control'), ...people('SC_local_target')];
  return all.length - new Set(all).size;
}

/** Who was chosen for what, as one digest. */
export function membership(at: Installation): string {
  const rows = (table: InstalledTable) => query(at, `SELECT THEORY_ID, IIN FROM ${table}`);
  return digest([...rows('SC_local_control'), ...rows('SC_local_target')]);
}

function digest(rows: readonly unknown[][]): string {
  const lines = rows.map((row) => JSON.stringify(row)).sort();
  return `${lines.length} rows, ${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)}`;
}
