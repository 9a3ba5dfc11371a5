import {chainHash} from '../../src/adapters/crypto/chain-hash.ts';
import {hashEvent} from '../../src/application/events/event-envelope.ts';
import type {EventStore, StoredEvent} from '../../src/application/ports/event-store.ts';
import {memoryEventStore} from './memory/event-store.ts';

/** A copy of these streams after somebody's hand. */
export async function alteredStore(
  events: EventStore,
  streams: readonly string[],
  change: (stored: readonly StoredEvent[]) => readonly StoredEvent[],
): Promise<EventStore> {
  const copy = memoryEventStore();
  for (const stream of streams) await copy.append(stream, 0, change(await events.read(stream)));
  return copy;
}

const OURS = chainHash('a1'.repeat(32));

/** Changes the data of the events of one type and mends the chain after it, as a careful forger would who has the key. */
export function forged(type: string, change: (data: never) => unknown) {
  return (stored: readonly StoredEvent[]): StoredEvent[] => {
    let last: StoredEvent | null = null;
    return stored.map((event) => {
      const data = event.type === type ? change(event.data as never) : event.data;
      last = {...event, data, previousHash: last && hashEvent(last, OURS)};
      return last;
    });
  };
}
