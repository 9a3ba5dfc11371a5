export type SafetyLimits = {readonly maxUsers: number};

const FACTOR = 10;
const RUNS = 7;

/** Why so many users must not be written without a person's word, or null. `recent`: sizes of completed runs, newest first. */
export function safetyStop(users: number, limits: SafetyLimits, recent: readonly number[]): string | null {
  if (users > limits.maxUsers) return `${users} users are more than MAX_USERS=${limits.maxUsers}`;
  const sizes = recent.slice(0, RUNS).toSorted((a, b) => a - b);
  const median = (sizes[(sizes.length - 1) >> 1]! + sizes[sizes.length >> 1]!) / 2;
  return users > FACTOR * median
    ? `${users} users are more than ${FACTOR} times the median (${median}) of the last ${sizes.length} completed runs`
    : null;
}
