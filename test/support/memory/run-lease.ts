import type {Clock} from '../../../src/application/ports/clock.ts';
import {LONGEST_LEASE_MS, type RunLease} from '../../../src/application/ports/run-lease.ts';

/** A lease among the users of one process. */
export function memoryRunLease(clock: Clock): RunLease {
  let [epoch, owner, expiresAt] = [0, '', 0];
  return {
    acquire: async (by, forMs) => {
      if (expiresAt > clock.now() && expiresAt <= clock.now() + LONGEST_LEASE_MS)
        return {type: 'held', owner, until: new Date(expiresAt).toISOString()};
      [epoch, owner, expiresAt] = [epoch + 1, by, clock.now() + forMs];
      return {type: 'acquired', epoch};
    },
    renew: async (mine, forMs) => {
      const isHeld = mine === epoch && expiresAt > 0;
      if (isHeld) expiresAt = clock.now() + forMs;
      return isHeld;
    },
    isCurrent: async (mine) => mine === epoch,
    release: async (mine) => {
      if (mine === epoch) expiresAt = 0;
    },
    skipTo: async (least) => {
      [epoch, expiresAt] = [Math.max(epoch, least), 0];
    },
  };
}
