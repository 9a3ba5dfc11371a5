import type {Clock} from '../../src/application/ports/clock.ts';

/** A clock that stands still until it is told; sleeping moves it. */
export function steppedClock(start: number): Clock & {advance: (ms: number) => void} {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    sleep: async (ms) => {
      now += ms;
    },
  };
}
