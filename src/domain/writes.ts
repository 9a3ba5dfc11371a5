import type {TheoryId} from './ids.ts';
import type {DistributionPlan, GroupWrite, PlannedCampaign, PlannedGroup} from './run-events.ts';
import {TABLES, type Table, tablesOf} from './tables.ts';

/** One transaction: a campaign's groups that belong in one table. */
export type TableWrite = {
  readonly campaign: PlannedCampaign;
  readonly table: Table;
  readonly groups: readonly PlannedGroup[];
};

/** Names a group's rows in a table. */
export function writeKey({table, theoryId}: {table: Table; theoryId: TheoryId}): string {
  return `${table}/${theoryId}`;
}

/** All the writes of a plan, DSSB before SPSS; empty groups need none. */
export function writesOf(plan: Pick<DistributionPlan, 'campaigns'>): TableWrite[] {
  return TABLES.flatMap((table) =>
    plan.campaigns
      .map((campaign) => ({
        campaign,
        table,
        groups: campaign.groups.filter(({letter, size}) => size > 0 && tablesOf(letter).includes(table)),
      }))
      .filter(({groups}) => groups.length > 0),
  );
}

/** What is recorded as written, by `writeKey`. */
export function indexWrites(written: readonly GroupWrite[]): ReadonlyMap<string, GroupWrite> {
  return new Map(written.map((write) => [writeKey(write), write]));
}

/** The writes that are not recorded, with only the groups that miss. */
export function missingWrites(plan: DistributionPlan, written: readonly GroupWrite[]): TableWrite[] {
  const recorded = indexWrites(written);
  return writesOf(plan)
    .map((write) => ({
      ...write,
      groups: write.groups.filter(({theoryId}) => !recorded.has(writeKey({table: write.table, theoryId}))),
    }))
    .filter(({groups}) => groups.length > 0);
}
