import {setTimeout as delay} from 'node:timers/promises';
import type {Clock} from '../../application/ports/clock.ts';

/** The machine's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? {signal} : {}).catch(() => {}),
};
