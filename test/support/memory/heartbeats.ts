import type {Clock} from '../../../src/application/ports/clock.ts';
import type {Heartbeats} from '../../../src/application/ports/heartbeats.ts';

/** Heartbeats among the services of one process. */
export function memoryHeartbeats(clock: Clock): Heartbeats {
  const beaten = new Map<string, number>();
  return {
    beat: async (owner, forMs) => void beaten.set(owner, clock.now() + forMs),
    end: async (owner) => void beaten.delete(owner),
    live: async () =>
      [...beaten]
        .filter(([, until]) => until > clock.now())
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([owner, until]) => ({owner, until: new Date(until).toISOString()})),
  };
}
