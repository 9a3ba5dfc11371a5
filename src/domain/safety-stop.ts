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
  const sizes = recent.slice(0, COMPARED_RUNS).toSorted((a, b) => a - b);
  const median = (sizes[(sizes.length - 1) >> 1]! + sizes[sizes.length >> 1]!) / 2;
  return users > FACTOR * median
    ? `${users} users are more than ${FACTOR} times the median (${median}) of the last ${sizes.length} completed runs`
    : null;
}

/** Why so many malformed ids must not be passed over without a person's word, or null. */
export function malformedStop({found, malformed, distributed}: UserCounts): string | null {
  const isMany = malformed > MALFORMED_ROWS && malformed > found * MALFORMED_SHARE;
  if (!isMany && (malformed === 0 || distributed > 0)) return null;
  return `${malformed} of ${found} ids look spoilt (see IIN_FORMAT); the others are ${distributed}`;
}
