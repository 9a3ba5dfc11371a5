import {counted} from '../english.ts';
import {Failure} from '../failure.ts';
import type {EventStore} from '../ports/event-store.ts';
import {readState} from './state-stream.ts';

/**
 * A log that takes nothing while it is not restored to its end: what came now would be lost with it. Throws `state_behind` then.
 * Looked at until it was found whole; after that nobody restores it as long as this process lives.
 */
export function wholeLog(events: EventStore): EventStore {
  let isWhole = false;
  return {
    ...events,
    append: async (...given) => {
      if (!isWhole) await requireWhole(events);
      isWhole = true;
      return events.append(...given);
    },
  };
}

/** Throws `state_behind` for a log whose restoring was broken off, or still goes on. */
export async function requireWhole(events: EventStore): Promise<void> {
  const mark = await readState(events);
  if (mark === null) return;
  const {versions} = await events.heads(0);
  const count = [...versions.values()].reduce((sum, version) => sum + version, 0);
  if (count > mark.events) return;
  throw new Failure(
    'state_behind',
    `the state was not restored to its end: ${counted(mark.events, 'event was', 'events were')} to come`,
    {
      advice: 'say `state restore FILE --replace` again',
    },
  );
}
