import type {EventStore, StoredEvent} from '../../../src/application/ports/event-store.ts';

/** Events in this process's memory, kept and handed out frozen. */
export function memoryEventStore(): EventStore {
  const streams = new Map<string, StoredEvent[]>();
  const all: StoredEvent[] = [];
  return {
    append: async (stream, expectedVersion, events) => {
      const stored = streams.get(stream) ?? [];
      if (stored.length === expectedVersion) {
        const added = events.map((event) => deepFreeze(structuredClone(event)));
        streams.set(stream, [...stored, ...added]);
        all.push(...added);
        return {type: 'appended'};
      }
      const there = events.every(({id, version}) => stored[version - 1]?.id === id);
      return {type: there ? 'appended' : 'conflict'};
    },
    read: async (stream, afterVersion = 0) => (streams.get(stream) ?? []).slice(afterVersion),
    heads: async (afterPosition, upTo = all.length) => ({
      position: Math.max(afterPosition, Math.min(upTo, all.length)),
      versions: new Map(all.slice(afterPosition, upTo).map(({stream, version}) => [stream, version])),
    }),
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
