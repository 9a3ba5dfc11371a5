import type {Clock} from '../ports/clock.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {serially} from '../serially.ts';
import {type Hash, type Origin, type PlainEvent, sealEvents} from './event-envelope.ts';

export type StreamDeps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly newId: () => string;
};

/** What a stream's events mean. */
export type StreamShape<State, Event extends PlainEvent> = {
  readonly name: string;
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly open: (stored: StoredEvent) => Event;
};

export type EventStream<State, Event extends PlainEvent> = {
  state(): State;
  stored(): readonly StoredEvent[];
  /** Reads what has been appended since: by others, or by an append of ours that was never answered. */
  reload(): Promise<void>;
  /**
   * Appends what the decision answers, deciding anew when the stream has moved on; answers what was appended. `from`: whose
   * call it is, if not that of whoever opened the stream.
   */
  record(decision: (state: State) => readonly Event[], from?: Origin): Promise<readonly Event[]>;
};

/** Load, fold, decide, append: the one place that retries a version conflict. */
export async function openStream<State, Event extends PlainEvent>(
  deps: StreamDeps,
  {name, initial, evolve, open}: StreamShape<State, Event>,
  origin: Origin,
): Promise<EventStream<State, Event>> {
  const stored: StoredEvent[] = [];
  let state = initial;

  async function load(): Promise<void> {
    const added = await deps.events.read(name, stored.length);
    stored.push(...added);
    state = added.map((event) => open(event)).reduce(evolve, state);
  }

  async function record(decision: (state: State) => readonly Event[], from = origin): Promise<readonly Event[]> {
    for (;;) {
      const decided = decision(state);
      if (decided.length === 0) return [];
      const at = new Date(deps.clock.now()).toISOString();
      const sealed = sealEvents(name, stored.at(-1) ?? null, decided, {
        ...from,
        at,
        newId: deps.newId,
        hash: deps.hash,
      });
      const {type} = await deps.events.append(name, stored.length, sealed);
      if (type === 'appended') {
        stored.push(...sealed);
        state = decided.reduce(evolve, state);
        return decided;
      }
      await load();
    }
  }

  await load();
  const inTurn = serially();
  return {
    state: () => state,
    stored: () => stored,
    reload: () => inTurn(load),
    record: (decision, from) => inTurn(() => record(decision, from)),
  };
}

/**
 * A stream's state, to read only. What each log was last seen to hold is kept, so that a look reads only what has come since.
 */
export function followStream<State, Event extends PlainEvent>({
  name,
  initial,
  evolve,
  open,
}: Omit<StreamShape<State, Event>, 'evolve'> & {
  /** With the event as it is stored, for its time. */
  readonly evolve: (state: State, event: Event, stored: StoredEvent) => State;
}): (events: EventStore) => Promise<State> {
  const seen = new WeakMap<EventStore, {readonly version: number; readonly state: State}>();
  return async (events) => {
    const {version, state} = seen.get(events) ?? {version: 0, state: initial};
    const added = await events.read(name, version);
    const now = added.reduce((before, stored) => evolve(before, open(stored), stored), state);
    seen.set(events, {version: version + added.length, state: now});
    return now;
  };
}
