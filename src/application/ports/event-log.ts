import type {StoredEvent} from './event-store.ts';

/** An event with its place in the log. Of some stores, the events of one append share theirs. */
export type LoggedEvent = {readonly position: number; readonly event: StoredEvent};

/** The log as a whole, for backups; positions are those that `EventStore.heads` speaks of. */
export type EventLog = {
  /** Whether the events of one append share a position; a store that gives each its own cannot hold those of one that does not. */
  readonly sharesPositions: boolean;
  /** All events in the order of the log, in batches, as it stands at the first step: what is appended meanwhile is left out. */
  read(): AsyncIterable<readonly LoggedEvent[]>;
  /**
   * Puts these in the place of all events, each at its position. What breaks off may leave any first part of them, and nothing
   * of what stood there before it.
   */
  replace(events: AsyncIterable<LoggedEvent>): Promise<void>;
};
