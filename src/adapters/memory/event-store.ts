import type {EventStore, StoredEvent} from '../../application/ports/event-store.ts';

/** Events in this process's memory. */
export function memoryEventStore(): EventStore {
  const all: StoredEvent[] = [];
  const streamOf = (stream: string) => all.filter((event) => event.stream === stream);
  return {
    append: async (stream, expectedVersion, events) => {
      const stored = streamOf(stream);
      if (stored.length === expectedVersion) {
        all.push(...structuredClone(events));
        return {type: 'appended'};
      }
      const there = events.every(({id, version}) => stored[version - 1]?.id === id);
      return {type: there ? 'appended' : 'conflict'};
    },
    read: async (stream) => structuredClone(streamOf(stream)),
    async *readAll(prefix) {
      for (const event of [...all]) if (event.stream.startsWith(prefix)) yield structuredClone(event);
    },
  };
}
