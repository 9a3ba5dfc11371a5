import {pendingWrites} from '../../domain/run.ts';
import {complete, recordEndCheck} from '../../domain/run-decisions.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {writeKey} from '../../domain/writes.ts';
import type {Journal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {checkRoster} from './check-roster.ts';
import {countGroups, type TotalOf, withoutOtherRuns} from './count-own-rows.ts';
import type {PlanDeps} from './plan-run.ts';
import {writePending} from './write-pending.ts';

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
    const found = await countGroups(deps, run.plan, totalAfter(run.plan), written);
    const counts = await withoutOtherRuns(deps, journal.id, run.plan, found);
    if (journal.run().status !== 'running') return;
    await journal.record(recordEndCheck(counts));
  }
  await journal.record(complete);
}

/** What stood before the run, by its baseline, and what stands of it. */
function totalAfter({baseline}: DistributionPlan): TotalOf {
  const older = new Map(baseline.map((count) => [writeKey(count), count.total - count.rows]));
  return (key, rows) => (older.get(key) ?? 0) + rows;
}
