import type {Iin, TheoryId} from '../../domain/ids.ts';
import {pendingWrites} from '../../domain/run.ts';
import {complete, recordEndCheck, recordWrites} from '../../domain/run-decisions.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {databaseOf, type Table} from '../../domain/tables.ts';
import {type TableWrite, writeKey} from '../../domain/writes.ts';
import {allSettledOrThrow} from '../all-settled.ts';
import type {Journal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {Failure} from '../failure.ts';
import {checkRoster} from './check-roster.ts';
import {countOwnRows, type TotalOf, type Written} from './count-own-rows.ts';
import type {PlanDeps} from './plan-run.ts';
import {loadRosterGroup} from './roster.ts';
import {writeGroups} from './write-groups.ts';

/** Brings a planned run to its end from wherever its stream stands: writes what is pending, checks, completes. */
export async function finishRun(
  deps: PlanDeps,
  journal: Journal,
  control: {fence: () => Promise<void>; stopping: AbortSignal},
  observe: Observe,
): Promise<void> {
  const run = journal.run();
  if (run.status !== 'running' || !run.plan) return;
  observe({type: 'stage', run: journal.id, stage: 'inserting_users'});
  const pending = pendingWrites(run);
  await checkRoster(deps, journal.id, run.plan, pending);
  const written = writePending({...control, deps, journal, plan: run.plan, observe}, pending);
  if (!run.verified) {
    const counts = await countOwnRows(deps, journal.id, run.plan, totalAfter(run.plan), written);
    if (journal.run().status !== 'running') return;
    await journal.record(recordEndCheck(counts));
  }
  await journal.record(complete);
}

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
function writePending(writing: Writing, pending: readonly TableWrite[]): Written {
  const {journal, observe} = writing;
  const total = rowsIn(pending);
  let done = 0;
  const write = async (wanted: TableWrite) => {
    if (!(await writeNext(writing, wanted))) return;
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

/** False when the run is over: somebody has abandoned it meanwhile. */
async function writeNext({deps, journal, plan, fence, stopping}: Writing, wanted: TableWrite): Promise<boolean> {
  if (journal.run().status !== 'running') return false;
  if (stopping.aborted) {
    throw new Failure('interrupted', `${journal.id} was asked to stop`, {advice: 'softcollection resume'});
  }
  await writeAndRecord(deps, journal, plan, wanted, fence);
  return true;
}

/** What stood before the run, by its baseline, and what stands of it. */
function totalAfter({baseline}: DistributionPlan): TotalOf {
  const older = new Map(baseline.map((count) => [writeKey(count), count.total - count.rows]));
  return (key, rows) => (older.get(key) ?? 0) + rows;
}

function rowsIn(writes: readonly TableWrite[]): number {
  return writes.flatMap(({groups}) => groups).reduce((sum, {size}) => sum + size, 0);
}

/** One transaction, then its events: an event never says more than what has been committed. */
async function writeAndRecord(
  deps: PlanDeps,
  journal: Journal,
  {rosterId, since, campaigns}: DistributionPlan,
  {campaign, table, groups}: TableWrite,
  fence: () => Promise<void>,
): Promise<void> {
  const rows = [];
  for (const {theoryId} of groups) rows.push(await loadRosterGroup(deps, rosterId, theoryId));
  const database = databaseOf(table);
  const wanted = {
    table,
    dateStart: campaign.startDate,
    dateEnd: campaign.endDate,
    since: since[database],
    groups: rows,
    planned: () => groupOfEach(deps, rosterId, campaigns),
  };
  const written = await writeGroups(deps.tables[database], wanted, fence);
  await journal.record(recordWrites(written));
}

async function groupOfEach(
  deps: PlanDeps,
  rosterId: string,
  campaigns: DistributionPlan['campaigns'],
): Promise<ReadonlyMap<Iin, TheoryId>> {
  const planned = new Map<Iin, TheoryId>();
  for (const {theoryId, size} of campaigns.flatMap(({groups}) => groups)) {
    const members = size > 0 ? (await loadRosterGroup(deps, rosterId, theoryId)).members : [];
    for (const iin of members) planned.set(iin, theoryId);
  }
  return planned;
}
