import {type Hash, hashEvent} from '../events/event-envelope.ts';
import type {PastRun} from '../events/run-history.ts';
import type {StoredEvent} from '../ports/event-store.ts';

/** Streams beside those of the runs; each has a chain of its own. */
export const OTHER_STREAMS = ['scheduler', 'audit'] as const;

/**
 * Breaks in the hash chains: within each run's stream, and from each run to the one made before it. None: nothing was
 * altered. Runs come by date, which is not always the order they were made in: a process that slept over midnight may make
 * one of yesterday's after today's. A hash cannot lead to what was made later, so that any other run's will do.
 */
export function chainBreaks(history: readonly Pick<PastRun, 'id' | 'events'>[], hash: Hash): string[] {
  const links = history.map(
    ({events}) => (events[0]!.data as {previousRunHash?: string | null}).previousRunHash ?? null,
  );
  const awaited = new Set(links);
  const found = new Set<string>();
  // A run's stream may have grown (a mail sent later) since its successor took the hash: any of its hashes will do.
  const within = history.flatMap(({id, events}) =>
    streamBreaks(id, events, hash, (it) => {
      if (awaited.has(it)) found.add(it);
    }),
  );
  const first = links.indexOf(null);
  const between = history
    .filter((_, run) => (links[run] === null ? run !== first : !found.has(links[run]!)))
    .map(({id}) => `${id}: its link to the run before it leads nowhere`);
  return [...within, ...between];
}

/** Breaks in the chain of one stream, from its first event on; `passing` hears each event's hash. */
export function streamBreaks(
  stream: string,
  events: readonly StoredEvent[],
  hash: Hash,
  passing: (hash: string) => void = () => {},
): string[] {
  const breaks: string[] = [];
  let [version, last]: [number, string | null] = [0, null];
  for (const event of events) {
    if (event.previousHash !== last)
      breaks.push(`${stream}: event ${event.version} does not follow from ${event.version - 1}`);
    if (event.version !== version + 1) breaks.push(`${stream}: event ${event.version} is out of order`);
    [version, last] = [event.version, hashEvent(event, hash)];
    passing(last);
  }
  return breaks;
}
