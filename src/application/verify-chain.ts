import {type Hash, hashEvent} from './event-envelope.ts';
import type {StoredEvent} from './ports/event-store.ts';
import type {PastRun} from './run-history.ts';

/** Breaks in the hash chains: within each run's stream, and from each run to the one before it. None: nothing was altered. */
export function chainBreaks(history: readonly PastRun[], hash: Hash): string[] {
  const lastHashes = new Set<string>();
  return history.flatMap(({id, events}) => {
    const first = (events[0]!.data as {previousRunHash?: string | null}).previousRunHash ?? null;
    const linked = first === null ? lastHashes.size === 0 : lastHashes.has(first);
    // A run's stream may have grown (a mail sent later) since its successor took the hash: any of its hashes will do.
    const breaks = linked ? [] : [`${id}: its link to the run before it leads nowhere`];
    let previous: StoredEvent | null = null;
    for (const event of events) {
      const expected: string | null = previous && hashEvent(previous, hash);
      if (event.previousHash !== expected)
        breaks.push(`${id}: event ${event.version} does not follow from ${event.version - 1}`);
      if (event.version !== (previous?.version ?? 0) + 1) breaks.push(`${id}: event ${event.version} is out of order`);
      previous = event;
      lastHashes.add(hashEvent(event, hash));
    }
    return breaks;
  });
}
