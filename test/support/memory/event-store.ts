import type {EventLog, LoggedEvent} from '../../../src/application/ports/event-log.ts';
import type {EventStore, StoredEvent} from '../../../src/application/ports/event-store.ts';

/** Events in this process's memory, kept and handed out frozen; `log` is the same as a whole. */
export function memoryEventStore(): EventStore & {readonly log: EventLog} {
  const streams = new Map<string, StoredEvent[]>();
  let all: LoggedEvent[] = [];
  /** How many stand at or before a position. */
  const upTo = (position: number) => {
    let [from, to] = [0, all.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (all[middle]!.position <= position) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const lastPosition = () => all.at(-1)?.position ?? 0;
  const keep = (logged: readonly LoggedEvent[]) => {
    for (const {event} of logged) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
    all.push(...logged);
  };
  return {
    append: async (stream, expectedVersion, events) => {
      const stored = streams.get(stream) ?? [];
      if (stored.length === expectedVersion) {
        const from = lastPosition() + 1;
        keep(events.map((event, i) => ({position: from + i, event: deepFreeze(structuredClone(event))})));
        return {type: 'appended'};
      }
      const there = events.every(({id, version}) => stored[version - 1]?.id === id);
      return {type: there ? 'appended' : 'conflict'};
    },
    read: async (stream, afterVersion = 0) => (streams.get(stream) ?? []).slice(afterVersion),
    heads: async (afterPosition, until = lastPosition()) => ({
      position: Math.max(afterPosition, Math.min(until, lastPosition())),
      versions: new Map(
        all.slice(upTo(afterPosition), upTo(until)).map(({event: {stream, version}}) => [stream, version]),
      ),
    }),
    log: {
      sharesPositions: false,
      async *read() {
        yield [...all];
      },
      replace: async (events) => {
        const given: LoggedEvent[] = [];
        for await (const {position, event} of events) given.push({position, event: deepFreeze(structuredClone(event))});
        streams.clear();
        all = [];
        keep(given.sort((a, b) => a.position - b.position));
      },
    },
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
