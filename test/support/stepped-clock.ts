import type {Clock} from '../../src/application/ports/clock.ts';

/** A clock that stands still until it is told; sleeping moves it. A jump changes what it shows, and no time passes. */
export function steppedClock(start: number): Clock & {advance: (ms: number) => void; jump: (ms: number) => void} {
  let [passed, shown] = [0, start];
  return {
    now: () => shown + passed,
    elapsed: () => passed,
    advance: (ms) => {
      passed += ms;
    },
    jump: (ms) => {
      shown += ms;
    },
    sleep: async (ms) => {
      passed += ms;
    },
  };
}
