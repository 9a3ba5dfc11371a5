import {wallTime} from '../../domain/wall-time.ts';

export const DAY_MS = 86_400_000;

/** What the wall clock of `zone` shows at `epochMs`, as if it were UTC: plain milliseconds to calculate with. */
export function wallAt(epochMs: number, zone: string): number {
  return Date.parse(`${wallTime(epochMs, zone).replace(' ', 'T')}Z`);
}

/**
 * From a date's wall times (as if UTC) to instants. One that occurs twice, because clocks went back, is its first
 * occurrence; one that a clock going forward left out is as much later: 02:30 becomes 03:30.
 */
export function instantsOf(date: number, times: readonly number[], zone: string): number[] {
  const [before, after] = [offsetAt(date - DAY_MS, zone), offsetAt(date + 2 * DAY_MS, zone)];
  if (before === after) return times.map((time) => date + time - before);
  return times.map((time) => {
    const wall = date + time;
    const occurrences = [wall - before, wall - after].filter((instant) => wallAt(instant, zone) === wall);
    return occurrences.length > 0 ? Math.min(...occurrences) : wall - before;
  });
}

function offsetAt(epochMs: number, zone: string): number {
  return wallAt(epochMs, zone) - Math.floor(epochMs / 1000) * 1000;
}
