import type {Iin, TheoryId} from '../../domain/ids.ts';
import {indexCounts} from '../../domain/own-rows.ts';
import {recordWrites} from '../../domain/run-decisions.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {databaseOf, type Table} from '../../domain/tables.ts';
import {midnightOf} from '../../domain/wall-time.ts';
import {type TableWrite, writeKey} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Journal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {Failure} from '../failure.ts';
import type {Written} from './count-own-rows.ts';
import type {PlanDeps} from './plan-run.ts';
import {loadRosterGroup} from './roster.ts';
import {writeGroups} from './write-groups.ts';

type Writing = {
  readonly deps: PlanDeps;
  readonly journal: Journal;
  readonly plan: DistributionPlan;
  readonly fence: () => Promise<void>;
  readonly stopping: AbortSignal;
  readonly observe: Observe;
};

/**
 * The three tables at once, each one transaction at a time, and each a campaign behind the one before it: SPSS never has
 * people whom DSSB lacks. The first transaction is alone, since it finds what another installation has dealt. Answers when
 * each table has all its rows; one that had them before waits for the others, so that no failure of theirs has it counted.
 */
export function writePending(writing: Writing, pending: readonly TableWrite[]): Written {
  const {journal, observe} = writing;
  const total = rowsIn(pending);
  let done = 0;
  const write = async (wanted: TableWrite) => {
    if (!(await writeAndRecord(writing, wanted))) return;
    done += rowsIn([wanted]);
    observe({type: 'rows', run: journal.id, done, total});
  };
  const lastOf = new Map<Table | TheoryId, Promise<void>>();
  let first: Promise<void> | undefined;
  for (const wanted of pending) {
    const {table, campaign} = wanted;
    const before = [first, lastOf.get(table), lastOf.get(campaign.theoryId)].filter((it) => it !== undefined);
    const written = allSettledOrThrow(before).then(() => write(wanted));
    lastOf.set(table, written).set(campaign.theoryId, written);
    first ??= written;
  }
  return (table) => lastOf.get(table) ?? allSettledOrThrow([...lastOf.values()]);
}

/** One transaction, then its events: an event never says more than what has been committed. False: the run was abandoned. */
async function writeAndRecord(
  {deps, journal, plan, fence, stopping}: Writing,
  {campaign, table, groups}: TableWrite,
): Promise<boolean> {
  if (journal.run().status !== 'running') return false;
  if (stopping.aborted) {
    throw new Failure('interrupted', `${journal.id} was asked to stop`, {advice: 'softcollection resume'});
  }
  const members = [];
  for (const {theoryId} of groups) members.push(await loadRosterGroup(deps, plan.rosterId, theoryId));
  const database = databaseOf(table);
  const since = plan.since[database];
  const wanted = {
    ...{table, dateStart: campaign.startDate, dateEnd: campaign.endDate, since},
    metBefore: hadRowsToday(plan, table, groups) ? since : midnightOf(since),
    ...{groups: members, planned: () => groupOfEach(deps, plan)},
  };
  await journal.record(recordWrites(await writeGroups(deps.tables[database], wanted, fence)));
  return true;
}

/**
 * Where no row of the day stood when the run was planned, a row of the whole day is news: it may have been dated before the run began
 * and committed after its look. Where some did, as after an earlier run of the day, only what is as new as the run.
 */
function hadRowsToday({baseline}: DistributionPlan, table: Table, groups: TableWrite['groups']): boolean {
  const counts = indexCounts(baseline);
  return groups.some(({theoryId}) => counts.get(writeKey({table, theoryId}))?.today);
}

async function groupOfEach(
  deps: PlanDeps,
  {rosterId, campaigns}: DistributionPlan,
): Promise<ReadonlyMap<Iin, TheoryId>> {
  const planned = new Map<Iin, TheoryId>();
  for (const {theoryId, size} of campaigns.flatMap(({groups}) => groups)) {
    const members = size > 0 ? (await loadRosterGroup(deps, rosterId, theoryId)).members : [];
    for (const iin of members) planned.set(iin, theoryId);
  }
  return planned;
}

function rowsIn(writes: readonly TableWrite[]): number {
  return writes.flatMap(({groups}) => groups).reduce((sum, {size}) => sum + size, 0);
}
