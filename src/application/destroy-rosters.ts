import {recordKeyDestroyed} from '../domain/run-decisions.ts';
import type {Origin} from './event-envelope.ts';
import {type JournalDeps, openJournal} from './journal.ts';
import type {RosterStore} from './ports/roster-store.ts';
import type {Observe} from './progress.ts';
import {readHistory} from './run-history.ts';

export type RosterCareDeps = JournalDeps & {readonly rosters: RosterStore; readonly rosterDays: number};

const DAY_MS = 86_400_000;

/**
 * Makes rosters unreadable that are no longer needed: `rosterDays` after their run ended, and at once those that no plan
 * names, left behind by attempts that died while planning. Called under the lease, so that nobody is planning.
 */
export async function destroyOldRosters(deps: RosterCareDeps, origin: Origin, observe: Observe): Promise<void> {
  const history = await readHistory(deps.events);
  const planned = new Set(history.flatMap(({run}) => run.plan?.rosterId ?? []));
  for (const rosterId of await deps.rosters.ids()) {
    if (!planned.has(rosterId)) await deps.rosters.destroyKey(rosterId);
  }
  for (const {id, run, endedAt} of history) {
    const due = endedAt !== null && Date.parse(endedAt) + deps.rosterDays * DAY_MS <= deps.clock.now();
    if (!run.plan || run.rosterKeyDestroyed || !due) continue;
    await deps.rosters.destroyKey(run.plan.rosterId);
    await (await openJournal(deps, id, origin, observe)).record(recordKeyDestroyed);
  }
}
