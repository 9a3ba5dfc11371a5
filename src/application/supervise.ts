import {dueRosters} from './destroy-rosters.ts';
import {asFailure} from './failure.ts';
import type {Clock} from './ports/clock.ts';
import type {EventStore} from './ports/event-store.ts';
import type {Log} from './ports/log.ts';
import type {RunOutcome} from './run-distribution.ts';
import {readHistory, unfinished} from './run-history.ts';

export type SuperviseDeps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly rosterDays: number;
  /** Finishes what is owed, but for the runs to leave alone: the use case without a new run. */
  readonly finishOwed: (leave: readonly string[]) => Promise<RunOutcome>;
};

/** How often it looks for runs that another process left behind. */
const LOOK_MS = 20_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** What was refused needs a person, who says `resume`; each try meanwhile may count towards locking an account. */
const REFUSED_PAUSE_MS = 3 * 3_600_000;

/**
 * As long as the service lives: finishes owed runs, unsent mail and due rosters, at once and then with growing pauses for as
 * long as the same is owed. What cannot be reached is waited for.
 */
export async function supervise(deps: SuperviseDeps, stopping: AbortSignal): Promise<void> {
  let [pauseMs, owedBefore] = [LOOK_MS, ''];
  const refused = new Map<string, number>();
  while (!stopping.aborted) {
    const owed = await attempt(deps, refused);
    pauseMs = owed !== '' && owed === owedBefore ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : LOOK_MS;
    owedBefore = owed;
    await deps.clock.sleep(pauseMs, stopping);
  }
}

/**
 * Answers what is owed still after an attempt of ours; nothing when there was none to make. `refused` holds when each run
 * was last refused, in ms.
 */
async function attempt(deps: SuperviseDeps, refused: Map<string, number>): Promise<string> {
  try {
    if ((await nameOwed(deps)) === '') return '';
    const now = deps.clock.now();
    const leave = [...refused].filter(([, at]) => now - at < REFUSED_PAUSE_MS).map(([id]) => id);
    const outcome = await deps.finishOwed(leave);
    if (outcome.type === 'active') return '';
    for (const {run_id, error} of outcome.reports) {
      if (error?.kind === 'refused') refused.set(run_id, now);
      else refused.delete(run_id);
    }
    return await nameOwed(deps);
  } catch (error) {
    const {kind, message, advice} = asFailure(error);
    if (kind !== 'interrupted') deps.log.warn({kind, advice}, `${message}; it will be tried again`);
    return kind;
  }
}

async function nameOwed({events, clock, rosterDays}: SuperviseDeps): Promise<string> {
  const history = await readHistory(events);
  const unsent = history.filter(({run}) => run.notifications.some(({status}) => status === 'queued'));
  return [...unfinished(history), ...unsent, ...dueRosters(history, clock.now(), rosterDays)].map(({id}) => id).join();
}
