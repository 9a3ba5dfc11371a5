import type {RunId, TheoryId} from './ids.ts';
import type {Table} from './tables.ts';

/**
 * Rows of a group in a table: how many there should be by what all runs have put there and by what stood there when the
 * campaign was first met, and how many there are.
 */
export type TableDifference = {
  readonly table: Table;
  readonly theoryId: TheoryId;
  readonly expected: number;
  readonly found: number;
};

export type TablesDiffer = {
  readonly type: 'TablesDiffer';
  /** All that differ as the run found them; none once they agree again. */
  readonly data: {readonly run: RunId; readonly differences: readonly TableDifference[]};
};

/** What people have been told of a campaign. */
type Told = {readonly differences: readonly TableDifference[]};

/** The same difference is recorded once. */
export const recordDifferences =
  (run: RunId, differences: readonly TableDifference[]) =>
  (campaign: Told): TablesDiffer[] =>
    isKnown(campaign, differences) ? [] : [{type: 'TablesDiffer', data: {run, differences}}];

export function isKnown({differences: told}: Told, differences: readonly TableDifference[]): boolean {
  const lines = (them: readonly TableDifference[]) =>
    them.map(({table, theoryId, expected, found}) => `${table} ${theoryId} ${expected - found}`).join();
  return lines(told) === lines(differences);
}
