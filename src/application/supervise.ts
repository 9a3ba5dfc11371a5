import {asFailure} from './failure.ts';
import type {Clock} from './ports/clock.ts';
import type {EventStore} from './ports/event-store.ts';
import type {Log} from './ports/log.ts';
import {readHistory, unfinished} from './run-history.ts';

export type SuperviseDeps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Finishes what is owed: the use case without a new run. */
  readonly finishOwed: () => Promise<unknown>;
};

/** How often it looks for runs that another process left behind. */
const LOOK_MS = 20_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * As long as the service lives: finishes owed runs and unsent mail, at once and then with growing pauses for as long as
 * anything is owed. What cannot be reached is waited for.
 */
export async function supervise({events, clock, log, finishOwed}: SuperviseDeps, stopping: AbortSignal): Promise<void> {
  let pauseMs = LOOK_MS;
  while (!stopping.aborted) {
    const owed = await attempt(log, async () => {
      if (!(await isAnythingOwed(events))) return false;
      await finishOwed();
      return isAnythingOwed(events);
    });
    pauseMs = owed ? Math.min(pauseMs * 2, LONGEST_PAUSE_MS) : LOOK_MS;
    await clock.sleep(pauseMs, stopping);
  }
}

async function isAnythingOwed(events: EventStore): Promise<boolean> {
  const history = await readHistory(events);
  const unsent = history.some(({run}) => run.notifications.some(({status}) => status === 'queued'));
  return unsent || unfinished(history).length > 0;
}

async function attempt(log: Log, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    const {kind, message, advice} = asFailure(error);
    if (kind !== 'interrupted') log.warn({kind, advice}, `${message}; it will be tried again`);
    return true;
  }
}
