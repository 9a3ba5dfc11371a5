import {checkCounts} from './end-check.ts';
import {type BegunRun, isFinished, owesOnlySpss, pendingWrites, type Run} from './run.ts';
import {
  AWAY,
  type DistributionPlan,
  type GroupCount,
  type GroupWrite,
  type NotificationKind,
  type RunEvent,
  type RunFailure,
  type RunStart,
  type SkipReason,
} from './run-events.ts';
import type {UserCounts} from './user-intake.ts';
import type {Warning} from './warnings.ts';
import {indexWrites, writeKey} from './writes.ts';

/**
 * What follows from an input in a state: events, or none when it has happened already or cannot happen.
 * Saying the same thing twice therefore changes nothing, which is all that a retry after a crash needs.
 */
export type Decision = (run: Run) => RunEvent[];

export const start =
  (data: RunStart): Decision =>
  (run) =>
    run.status === 'new' ? [{type: 'RunStarted', data}] : [];

/** The first act of whoever takes a run over. */
export const resume =
  (epoch: number): Decision =>
  (run) =>
    run.status !== 'new' && !isFinished(run) && epoch > run.epoch ? [{type: 'RunResumed', data: {epoch}}] : [];

/** `differ`: people are to be told that the tables differ from what all runs planned. */
export const skip =
  (reason: SkipReason, users: UserCounts, warnings: readonly Warning[], differ = false): Decision =>
  (run) =>
    run.status === 'running' && !run.plan
      ? [
          {type: 'RunSkipped', data: {reason, users, warnings}},
          ...queueDiffer(run, differ),
          queue(run, 'skipped', differ),
        ]
      : [];

export const plan =
  (data: DistributionPlan, differ = false): Decision =>
  (run) =>
    run.status === 'running' && !run.plan ? [{type: 'DistributionPlanned', data}, ...queueDiffer(run, differ)] : [];

export const recordWrites =
  (writes: readonly GroupWrite[]): Decision =>
  (run) => {
    if (run.status !== 'running' || !run.plan) return [];
    const recorded = indexWrites(run.written);
    return writes
      .filter((write) => !recorded.has(writeKey(write)))
      .map((data): RunEvent => ({type: 'GroupWritten', data}));
  };

/** The end check. Counts that differ from the plan stop the run; nothing is completed on them. */
export const recordEndCheck =
  (counts: readonly GroupCount[]): Decision =>
  (run) => {
    if (run.status !== 'running' || !run.plan || run.verified || pendingWrites(run).length > 0) return [];
    const {breaches, notes} = checkCounts(run, counts);
    if (breaches.length === 0) return [{type: 'RunVerified', data: {counts, notes}}];
    const message = `the tables differ from the plan: ${breaches.join('; ')}`;
    const advice =
      'compare the tables with `softcollection verify`; the run stays owed until they agree or it is abandoned';
    return fail({stage: 'inserting_users', kind: 'breach', database: null, message, advice})(run);
  };

export const complete: Decision = (run) =>
  run.status === 'running' && run.plan && run.verified
    ? [{type: 'RunCompleted', data: {distributed: run.plan.users.distributed}}, queue(run, 'success')]
    : [];

/** A failure that repeats the last one is recorded, and people are not told again. */
export const fail =
  (failure: RunFailure): Decision =>
  (run) => {
    if (run.status !== 'running') return [];
    const failed: RunEvent = {type: 'RunFailed', data: failure};
    const notice = noticeOf(run, failure);
    const known =
      (isRepeat(run.failure, failure) && run.notifications.at(-1)?.kind === notice) || isToldOfSlot(run, failure);
    return known ? [failed] : [failed, queue(run, notice)];
  };

/** Releases a planned run whose rows will not all be written. */
export const abandon =
  (reason: string): Decision =>
  (run) =>
    run.status !== 'new' && run.plan && !isFinished(run)
      ? [{type: 'RunAbandoned', data: {reason}}, queue(run, 'abandoned')]
      : [];

/** Once nothing of a run can be written any more, its roster is not needed. */
export const recordKeyDestroyed: Decision = (run) =>
  run.status !== 'new' && run.plan && isFinished(run) && !run.rosterKeyDestroyed
    ? [{type: 'RosterKeyDestroyed', data: {rosterId: run.plan.rosterId}}]
    : [];

/** A database that is still away says so in other words each time; any other failure is known by its words. */
function isRepeat(last: RunFailure | null, {stage, kind, database, message}: RunFailure): boolean {
  const same = last?.stage === stage && last.kind === kind && last.database === database;
  return same && (AWAY.includes(kind) || last.message === message);
}

/** Another try for the same slot before its plan, after one that failed so: people were told by that one. */
function isToldOfSlot({slot, plan, earlier}: BegunRun, {kind}: RunFailure): boolean {
  const last = earlier.at(-1);
  return slot !== null && plan === null && last?.status === 'failed' && last.reason === kind;
}

function noticeOf(run: BegunRun, {kind}: RunFailure): NotificationKind {
  if (kind === 'breach' || kind === 'unexpected') return 'critical';
  return owesOnlySpss(run) ? 'partial' : 'error';
}

function queueDiffer(run: BegunRun, differ: boolean): RunEvent[] {
  return differ ? [queue(run, 'tables_differ')] : [];
}

function queue(run: BegunRun, kind: NotificationKind, isSecond = false): RunEvent {
  const number = run.notifications.length + (isSecond ? 2 : 1);
  return {type: 'NotificationQueued', data: {notificationId: `${number}-${kind}`, kind}};
}
