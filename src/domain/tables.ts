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
