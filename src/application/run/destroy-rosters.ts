import type {PlannedRun} from '../../domain/run.ts';
import {recordKeyDestroyed} from '../../domain/run-decisions.ts';
import type {Origin} from '../events/event-envelope.ts';
import {type JournalDeps, openJournal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {isPlanned, type PastRun, readHistory} from '../events/run-history.ts';
import type {RosterStore} from '../ports/roster-store.ts';
import {rosterEpoch} from './roster.ts';

export type RosterCareDeps = JournalDeps & {readonly rosters: RosterStore; readonly rosterDays: number};

const DAY_MS = 86_400_000;

/**
 * Makes rosters unreadable that are no longer needed: `rosterDays` after their run ended, and at once those that no plan
 * names, left behind by attempts that died while planning. Called under the lease of `epoch`; a later attempt's roster may
 * be about to be planned, should the lease be lost meanwhile, and is let alone.
 */
export async function destroyOldRosters(
  deps: RosterCareDeps,
  origin: Origin,
  observe: Observe,
  epoch: number,
): Promise<void> {
  const history = await readHistory(deps.events);
  const planned = new Set(history.flatMap(({run}) => run.plan?.rosterId ?? []));
  for (const rosterId of await deps.rosters.ids()) {
    if (!planned.has(rosterId) && rosterEpoch(rosterId) <= epoch) await deps.rosters.destroyKey(rosterId);
  }
  for (const {id, run} of dueRosters(history, deps.clock.now(), deps.rosterDays)) {
    await deps.rosters.destroyKey(run.plan.rosterId);
    await (await openJournal(deps, id, origin, observe)).record(recordKeyDestroyed);
  }
}

/** Runs that ended at least so many days ago and whose roster can still be read. */
export function dueRosters(history: readonly PastRun[], now: number, rosterDays: number): PastRun<PlannedRun>[] {
  return history
    .filter(isPlanned)
    .filter(
      ({run, endedAt}) =>
        !run.rosterKeyDestroyed && endedAt !== null && Date.parse(endedAt) + rosterDays * DAY_MS <= now,
    );
}
