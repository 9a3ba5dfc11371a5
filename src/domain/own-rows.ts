import type {DistributionPlan, GroupCount, GroupWrite, PlannedGroup} from './run-events.ts';
import {type Table, tablesOf} from './tables.ts';
import {writeKey, writesOf} from './writes.ts';

/**
 * Which rows are a run's own: those under its groups that are not older than its `since`, less what stood there before its
 * first write (the baseline), less what other runs have put there since it began.
 */

/** People of the group that are to stand in the table: none where it does not belong. */
export function plannedRows({letter, size}: Pick<PlannedGroup, 'letter' | 'size'>, table: Table): number {
  return tablesOf(letter).includes(table) ? size : 0;
}

/** Of them, those whom the run puts there itself. */
export function ownRows(group: PlannedGroup, table: Table, write: GroupWrite | undefined): number {
  return plannedRows(group, table) - (write?.preexisting ?? 0);
}

/** The baseline's rows, by `writeKey`. */
export function indexCounts(counts: readonly GroupCount[]): ReadonlyMap<string, GroupCount> {
  return new Map(counts.map((count) => [writeKey(count), count]));
}

/** Whether another run may have written anything since this one began (ISO instants). */
export function overlaps(other: {readonly endedAt: string | null}, began: string): boolean {
  return other.endedAt === null || other.endedAt > began;
}

export type OtherRun = {
  readonly plan: Pick<DistributionPlan, 'campaigns'>;
  readonly writes: readonly (GroupWrite & {readonly at: string})[];
};

/** At least and at most so many rows. */
export type RowRange = {readonly least: number; readonly most: number};

/** Rows and `since` have seconds: what was recorded so long before a run began may stand in the second of its `since`. */
const SECOND_MS = 1_000;

/**
 * What other runs have put into each place since an instant, by `writeKey`: for certain what is recorded after it, and
 * perhaps what is not recorded, as between a commit and its event, or within the second before.
 */
export function rowsOfOthers(others: readonly OtherRun[], began: string): ReadonlyMap<string, RowRange> {
  const earliest = new Date(Date.parse(began) - SECOND_MS).toISOString();
  const ranges = new Map<string, RowRange>();
  for (const {plan, writes} of others) {
    const recorded = new Map(writes.map((write) => [writeKey(write), write]));
    for (const {table, groups} of writesOf(plan)) {
      for (const {theoryId, size} of groups) {
        const key = writeKey({table, theoryId});
        const write = recorded.get(key);
        const rows = write ? write.rows - write.preexisting : size;
        const least = write && write.at > began ? rows : 0;
        const most = !write || write.at > earliest ? rows : 0;
        const sum = ranges.get(key) ?? {least: 0, most: 0};
        ranges.set(key, {least: sum.least + least, most: sum.most + most});
      }
    }
  }
  return ranges;
}
