import {GROUP_LETTERS} from '../../domain/ids.ts';
import type {GroupReport, RunReport} from '../../domain/run-report.ts';
import {databaseOf, TABLES, type Table, tablesOf} from '../../domain/tables.ts';

/** Rows of a run's plan in one table. */
export type TableState = {readonly table: Table; readonly planned: number; readonly written: number};

/** The three tables' states, in the order they are written. */
export function tableStates({campaigns}: Pick<RunReport, 'campaigns'>): TableState[] {
  return TABLES.map((table) => {
    const groups = campaigns.flatMap((campaign) => groupsIn(campaign.groups, table));
    return {
      table,
      planned: sum(groups.map(({users_count}) => users_count)),
      written: sum(groups.map(({written}) => written[databaseOf(table)])),
    };
  });
}

function groupsIn(groups: Readonly<Record<string, GroupReport>>, table: Table): GroupReport[] {
  return GROUP_LETTERS.filter((letter) => tablesOf(letter).includes(table)).flatMap((letter) => groups[letter] ?? []);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
