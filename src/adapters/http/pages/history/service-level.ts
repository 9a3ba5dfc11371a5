import type {Day} from '../../../../application/service/list-days.ts';

/** How long after its slot a day's rows should stand verified. */
export const WITHIN_MS = 3_600_000;
/** On how many of these days at least. */
export const AIM = 0.99;

/**
 * On how many of the days that a scheduled run was expected and had something to do its rows were verified in time. Days
 * that are not over that time yet, skipped ones and those that were switched off are not expected.
 */
export function serviceLevel(days: readonly Day[], now: number): {readonly expected: number; readonly onTime: number} {
  const expected = days.filter(({slot, isOn, missed, runs}) => {
    const isSkipped = runs.length > 0 && runs.every(({status}) => status === 'skipped');
    const isDue = slot !== null && Date.parse(slot) + WITHIN_MS <= now;
    return isDue && isOn && missed !== 'switched_off' && !isSkipped;
  });
  const onTime = expected.filter(({slot, runs}) =>
    runs.some(
      ({status, ended_at}) =>
        status === 'completed' && ended_at !== null && Date.parse(ended_at) <= Date.parse(slot ?? '') + WITHIN_MS,
    ),
  );
  return {expected: expected.length, onTime: onTime.length};
}

/** Durations in ms below which a share of the completed runs stayed; null without any. */
export function durationsOf(days: readonly Day[], share: number): number | null {
  const completed = days.flatMap(({runs}) => runs).filter(({status}) => status === 'completed');
  const sorted = completed.map(({duration_ms}) => duration_ms).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
