import type {Clock} from '../ports/clock.ts';
import type {Log} from '../ports/log.ts';
import {areAfter, type Clocks, otherTimes} from './check-clocks.ts';

/** Less costs no day, only that much time; the others may be wrong themselves. */
const LEAST_BEHIND_MS = 3_600_000;
const TOLERANCE_MS = 30_000;

/** `compare` asks the others what time it is. It never throws. */
export type KeptUpClock = Clock & {readonly compare: () => Promise<void>};

/**
 * This machine's clock, unless most of the others are ahead of it by over an hour: then theirs, moved on by the monotonic one, until
 * this one is set right. Whoever is away changes nothing.
 */
export function keptUpClock(clocks: Clocks, log: Log): KeptUpClock {
  const {clock} = clocks;
  let offset: number | null = null;
  return {
    ...clock,
    now: () => (offset === null ? clock.now() : offset + clock.elapsed()),
    compare: async () => {
      const times = (await otherTimes(clocks)).toSorted((a, b) => a - b);
      const [middle, now] = [times[times.length >> 1], clock.now()];
      if (middle === undefined) return;
      const was = offset;
      if (!areAfter(times, now + LEAST_BEHIND_MS)) offset = null;
      // Asking takes a moment, and SYSDATE has whole seconds: that is no news.
      else if (offset === null || Math.abs(middle - offset - clock.elapsed()) > TOLERANCE_MS)
        offset = middle - clock.elapsed();
      if (was === null && offset !== null)
        log.warn(
          {behind_ms: middle - now},
          "This machine's clock is behind the others: slots go by theirs; set the clock",
        );
    },
  };
}
