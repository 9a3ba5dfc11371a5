import type {IsoInstant} from '../../domain/ids.ts';

/**
 * What is woken at a slot. `signal` aborts when the service is asked to stop: whoever then rejects gives the slot back,
 * to be rung again in another process or after a restart. Any other rejection is logged, and the slot is over.
 */
export type Ring = (slot: IsoInstant, signal: AbortSignal) => Promise<void>;

/**
 * Wakes the service at each scheduled time, one process at a time. An alarm may come late, twice or in several
 * processes: who is woken decides by the event store. Of slots missed in a row only the latest rings.
 */
export type AlarmClock = {
  /**
   * `slot` is the scheduled time, not the moment of waking. Resolves once it listens; rejects with a `Failure` when the
   * job store is out of reach, and may then be called again.
   */
  start(ring: Ring): Promise<void>;
  /** Takes no new slot, waits at most `graceMs` for the ring under way, gives its slot back if it is not over then. */
  stop(graceMs: number): Promise<void>;
};
