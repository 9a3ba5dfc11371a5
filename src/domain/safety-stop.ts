import type {UserCounts} from './user-intake.ts';

export type SafetyLimits = {readonly maxUsers: number};

const FACTOR = 10;
/** How many completed runs a load is compared with. */
export const COMPARED_RUNS = 7;
/** Up to so many malformed ids pass with a warning, whatever their share; beyond it, up to this share. */
const MALFORMED_ROWS = 10;
const MALFORMED_SHARE = 0.01;

/** Why so many users must not be written without a person's word, or null. `recent`: sizes of completed runs, newest first. */
export function safetyStop(users: number, limits: SafetyLimits, recent: readonly number[]): string | null {
  if (users > limits.maxUsers) return `${users} users are more than MAX_USERS=${limits.maxUsers}`;
  const most = usualLimit(recent);
  return most !== null && users > most
    ? `${users} users are more than ${FACTOR} times the median (${most / FACTOR}) of the last ${Math.min(recent.length, COMPARED_RUNS)} completed runs`
    : null;
}

/** Ten times the median of the latest runs; null without any. `recent`: sizes of completed runs, newest first. */
export function usualLimit(recent: readonly number[]): number | null {
  if (recent.length === 0) return null;
  const sizes = recent.slice(0, COMPARED_RUNS).toSorted((a, b) => a - b);
  return (FACTOR * (sizes[(sizes.length - 1) >> 1]! + sizes[sizes.length >> 1]!)) / 2;
}

/** Why so many malformed ids must not be passed over without a person's word, or null. */
export function malformedStop({found, malformed, distributed}: UserCounts): string | null {
  const isMany = malformed > MALFORMED_ROWS && malformed > found * MALFORMED_SHARE;
  if (!isMany && (malformed === 0 || distributed > 0)) return null;
  return `${malformed} of ${found} ids look spoilt (see IIN_FORMAT); the others are ${distributed}`;
}
