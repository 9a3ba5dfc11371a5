import type {IsoInstant} from '../../domain/ids.ts';
import type {Clock} from '../ports/clock.ts';

/** By more than this a clock has been set; by less it is corrected all the time. */
const JUMP_MS = 30_000;
/** So long a clock that has jumped ahead has to stay there before it is believed. */
const SETTLE_MS = 120_000;

/** What a process knows of its clock by the monotonic one beside it. */
export type ClockJumps = {
  /** Notices a jump since the last look; answers by how much, in ms, or 0. */
  look(): number;
  /** Whether the clock has jumped over this slot, back since, or not long enough ago. */
  isUncertain(slot: IsoInstant): boolean;
};

export function watchJumps(clock: Clock): ClockJumps {
  const offset = () => clock.now() - clock.elapsed();
  let [known, looked] = [offset(), clock.elapsed()];
  let over: {readonly from: number; readonly to: number; readonly until: number} | null = null;
  return {
    look: () => {
      const [jump, tickedMs] = [offset() - known, clock.elapsed() - looked];
      known += jump;
      looked += tickedMs;
      if (Math.abs(jump) < JUMP_MS) return 0;
      const now = clock.now();
      // When it jumped nobody knows: what lies within the ticking before or after may have come in good order.
      over = jump > 0 ? {from: now - jump, to: now - tickedMs, until: clock.elapsed() + SETTLE_MS} : null;
      return jump;
    },
    isUncertain: (slot) => {
      const due = Date.parse(slot);
      return over !== null && due > over.from && due <= over.to && clock.elapsed() < over.until;
    },
  };
}
