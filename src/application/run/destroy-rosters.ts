import {parseRunId} from '../../domain/ids.ts';
import {isFinished} from '../../domain/run.ts';
import {recordKeyDestroyed} from '../../domain/run-decisions.ts';
import type {RunSummary} from '../../domain/run-summary.ts';
import type {Origin} from '../events/event-envelope.ts';
import {type JournalDeps, openJournal} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import {readRun} from '../events/run-history.ts';
import type {RunProjection} from '../events/run-projection.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {RosterStore} from '../ports/roster-store.ts';
import {isList, isTermOver, listIdOf} from './assignments/assignment-list.ts';
import {rosterEpoch, rosterRun} from './roster.ts';

export type RosterCareDeps = JournalDeps & {
  readonly runs: RunProjection;
  readonly rosters: RosterStore;
  readonly rosterDays: number;
  readonly listDays: number;
};

const DAY_MS = 86_400_000;

/**
 * Makes rosters unreadable that are no longer needed: `rosterDays` after their run ended, and at once those that no plan
 * names, left behind by attempts that died while planning. Called under the lease of `epoch`; a later attempt's roster may
 * be about to be planned, should the lease be lost meanwhile, and is let alone. Lists go with such a roster, or when their
 * own term is over.
 */
export async function destroyOldRosters(
  deps: RosterCareDeps,
  origin: Origin,
  observe: Observe,
  epoch: number,
): Promise<void> {
  const open = await deps.runs.open();
  const planned = new Set(open.map(({rosterId}) => rosterId));
  for (const id of await deps.rosters.ids()) {
    if (isList(id)) {
      if (isTermOver(id, deps)) await deps.rosters.destroyKey(id);
      continue;
    }
    const isLeft = !planned.has(id) && rosterEpoch(id) <= epoch;
    if (!isLeft || (await isPlanned(deps.events, id))) continue;
    await deps.rosters.destroyKey(listIdOf(id));
    await deps.rosters.destroyKey(id);
  }
  for (const {report} of dueRosters(open, deps.clock.now(), deps.rosterDays)) {
    const journal = await openJournal(deps, report.run_id, origin, observe);
    const run = journal.run();
    if (run.status === 'new' || !run.plan || !isFinished(run)) continue;
    await deps.rosters.destroyKey(run.plan.rosterId);
    await journal.record(recordKeyDestroyed);
  }
}

/** By the log itself: what is destroyed cannot be made anew. */
async function isPlanned(events: EventStore, rosterId: string): Promise<boolean> {
  const run = parseRunId(rosterRun(rosterId));
  return run !== null && (await readRun(events, run))?.run.plan?.rosterId === rosterId;
}

/** Runs that ended at least so many days ago and whose roster can still be read. */
export function dueRosters(open: readonly RunSummary[], now: number, rosterDays: number): RunSummary[] {
  return open.filter(
    ({isFinished, rosterId, report: {ended_at}}) =>
      isFinished && rosterId !== null && ended_at !== null && Date.parse(ended_at) + rosterDays * DAY_MS <= now,
  );
}
