import type {TheoryId} from './ids.ts';
import type {DistributionPlan, GroupWrite, PlannedCampaign, PlannedGroup} from './run-events.ts';
import {DATABASES, databaseOf, TABLES, type Table, tablesOf} from './tables.ts';

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

/** All the writes of a plan, DSSB before SPSS and in each campaign by campaign; empty groups need none. */
export function writesOf({campaigns}: Pick<DistributionPlan, 'campaigns'>): TableWrite[] {
  return DATABASES.flatMap((database) => {
    const tables = TABLES.filter((table) => databaseOf(table) === database);
    return campaigns.flatMap((campaign) => tables.map((table) => writeOf(campaign, table)));
  }).filter(({groups}) => groups.length > 0);
}

function writeOf(campaign: PlannedCampaign, table: Table): TableWrite {
  const groups = campaign.groups.filter(({letter, size}) => size > 0 && tablesOf(letter).includes(table));
  return {campaign, table, groups};
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
