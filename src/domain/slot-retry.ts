import {AWAY, type FailureKind} from './run-events.ts';
import type {RunSummary} from './run-summary.ts';

const FIRST_PAUSE_MS = 20_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** A login that is refused again and again locks the account; within its grace a slot has only so much time for whoever mends it. */
export const REFUSED_SLOT_PAUSE_MS = 30 * 60_000;

const MAY_PASS: readonly FailureKind[] = [...AWAY, 'unexpected'];

/** Whether what stopped a slot's run before its plan may be over soon, so that another run is made within the grace. */
export function mayPass(kind: FailureKind): boolean {
  return MAY_PASS.includes(kind);
}

/**
 * Whether another run may be made for a slot whose latest run failed before its plan: nothing of it was written. After growing
 * pauses by the number of its runs, oldest first, the same in each process and after a restart.
 */
export function isRetryDue(runsOfSlot: readonly Pick<RunSummary, 'report'>[], now: number): boolean {
  const {status, plan_digest, error, ended_at} = runsOfSlot.at(-1)?.report ?? {};
  if (status !== 'failed' || plan_digest !== null || !error || !ended_at || !mayPass(error.kind)) return false;
  const growing = Math.min(FIRST_PAUSE_MS * 2 ** (runsOfSlot.length - 1), LONGEST_PAUSE_MS);
  const sinceMs = now - Date.parse(ended_at);
  // A negative time: the clock has been set back since.
  return sinceMs < 0 || sinceMs >= (error.kind === 'refused' ? REFUSED_SLOT_PAUSE_MS : growing);
}
