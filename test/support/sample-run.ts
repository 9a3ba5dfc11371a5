import {planCampaigns} from '../../src/domain/campaign-plan.ts';
import type {BusinessDate, WallTime} from '../../src/domain/ids.ts';
import type {DistributionPlan, GroupCount, GroupWrite, RunFailure, RunStart} from '../../src/domain/run-events.ts';
import {TABLES, tablesOf} from '../../src/domain/tables.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';
import {type TableWrite, writeKey, writesOf} from '../../src/domain/writes.ts';
import {sampleCampaigns} from './sample-campaigns.ts';

const SINCE = '2024-01-15 09:00:00' as WallTime;

export const sampleStart: RunStart = {
  businessDate: '2024-01-15' as BusinessDate,
  slot: null,
  countDay: '5',
  epoch: 1,
  previousRunHash: null,
  forced: null,
};

/** So many people over so many campaigns; with seven over one the groups A to E have 1, 1, 1, 2 and 2. */
export function samplePlan(people = 7, campaigns = 1, more: Partial<DistributionPlan> = {}): DistributionPlan {
  const planned = planCampaigns(sampleCampaigns(campaigns), people).map(({campaign, total, groups}) => ({
    theoryId: campaign.theoryId,
    name: campaign.name,
    startDate: campaign.startDate,
    endDate: campaign.endDate,
    total,
    groups: groups.map(({letter, theoryId, carried, size}) => ({
      letter,
      theoryId,
      carried,
      size,
      digest: `digest of ${theoryId}`,
    })),
  }));
  return {
    rosterId: 'distribution-2024-01-15/1',
    seed: '00'.repeat(32),
    digestKey: 'key-1',
    planDigest: 'digest of the plan',
    users: {...NO_USERS, found: people, distributed: people},
    idDigits: 12,
    campaigns: planned,
    since: {dssb_app: SINCE, spss: SINCE},
    baseline: [],
    warnings: [],
    ...more,
  };
}

/** What the database answers to one transaction; so many of each group's people stood there from before. */
export function writtenBy({table, groups}: TableWrite, preexisting = 0): GroupWrite[] {
  return groups.map(({theoryId, size}) => {
    const before = Math.min(preexisting, size);
    return {theoryId, table, rows: size, inserted: size - before, preexisting: before};
  });
}

export function allWrites(plan: DistributionPlan, preexisting = 0): GroupWrite[] {
  return writesOf(plan).flatMap((write) => writtenBy(write, preexisting));
}

/** What the three tables hold after these writes, when all went well: nothing of other people but the baseline. */
export function trueCounts(plan: DistributionPlan, writes: Iterable<GroupWrite>): GroupCount[] {
  const written = new Map([...writes].map((write) => [writeKey(write), write]));
  const baseline = new Map(plan.baseline.map((count) => [writeKey(count), count]));
  return TABLES.flatMap((table) =>
    plan.campaigns.flatMap(({groups}) =>
      groups.map(({letter, theoryId, size}) => {
        const key = writeKey({table, theoryId});
        const [before, earlier] = [baseline.get(key), written.get(key)?.preexisting ?? 0];
        const own = tablesOf(letter).includes(table) ? size - earlier : 0;
        const [rows, distinct] = [own + (before?.rows ?? 0), own + (before?.distinct ?? 0)];
        return {table, theoryId, rows, distinct, total: rows + earlier};
      }),
    ),
  );
}

export function sampleFailure(more: Partial<RunFailure> = {}): RunFailure {
  return {
    stage: 'inserting_users',
    kind: 'unreachable',
    database: 'dssb_app',
    message: 'no answer',
    advice: 'softcollection resume',
    ...more,
  };
}
