import type {GroupLetter} from './ids.ts';

/** The two databases, by their schema's name: they cannot commit together. */
export const DATABASES = ['dssb_app', 'spss'] as const;
export type Database = (typeof DATABASES)[number];

/** The three tables a run writes, in the order it writes a campaign's: SPSS mirrors what already stands in DSSB. */
export const TABLES = ['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const;
export type Table = (typeof TABLES)[number];

export function databaseOf(table: Table): Database {
  return table === 'SC_theory_users' ? 'spss' : 'dssb_app';
}

/** A goes to the control table; B–E go to the target table and its mirror in SPSS. */
export function tablesOf(letter: GroupLetter): readonly [Table, ...Table[]] {
  return letter === 'A' ? ['SC_local_control'] : ['SC_local_target', 'SC_theory_users'];
}

const GROUP_COLUMNS = [
  'IIN',
  'THEORY_ID',
  'DATE_START',
  'DATE_END',
  'INSERT_DATETIME',
  'TAB1',
  'TAB2',
  'TAB3',
  'TAB4',
  'TAB5',
] as const;

/** The columns that a run reads or writes, by database and table. */
export const COLUMNS = {
  dssb_app: {
    SoftCollection_theories: ['THEORY_ID', 'THEORY_NAME', 'THEORY_START_DATE', 'THEORY_END_DATE'],
    SC_local_control: GROUP_COLUMNS,
    SC_local_target: GROUP_COLUMNS,
  },
  spss: {SC_1_120: ['IIN', 'COUNT_DAY'], SC_theory_users: GROUP_COLUMNS},
} as const satisfies Readonly<Record<Database, Readonly<Record<string, readonly string[]>>>>;
