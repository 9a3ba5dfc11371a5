import {GROUP_LETTERS} from '../../../domain/ids.ts';
import type {GroupReport, RunReport, VerifiedCount} from '../../../domain/run-report.ts';
import {databaseOf, TABLES, type Table, tablesOf} from '../../../domain/tables.ts';

/** Rows of a run's plan in one table. */
export type TableState = {
  readonly table: Table;
  readonly planned: number;
  readonly written: number;
  /** As counted by the end check, of this run and of all runs; null before it. */
  readonly counted: {readonly rows: number; readonly total: number} | null;
};

/** The three tables' states, in the order they are written. */
export function tableStates({campaigns, verified}: Pick<RunReport, 'campaigns' | 'verified'>): TableState[] {
  return TABLES.map((table) => {
    const groups = campaigns.flatMap((campaign) => groupsIn(campaign.groups, table));
    return {
      table,
      planned: sum(groups.map(({users_count}) => users_count)),
      written: sum(groups.map(({written}) => written[databaseOf(table)])),
      counted: verified && countedIn(verified.filter((count) => count.table === table)),
    };
  });
}

function countedIn(counts: readonly VerifiedCount[]): TableState['counted'] {
  return {rows: sum(counts.map(({rows}) => rows)), total: sum(counts.map(({total}) => total))};
}

function groupsIn(groups: Readonly<Record<string, GroupReport>>, table: Table): GroupReport[] {
  return GROUP_LETTERS.filter((letter) => tablesOf(letter).includes(table)).flatMap((letter) => groups[letter] ?? []);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
