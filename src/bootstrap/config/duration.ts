import {parsed, type Schema} from './schemas.ts';

const UNITS = {d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1} as const;

/** `500ms`, `10s`, `5m`, `3h` or `1d` in milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const [, count, unit] = /^(\d{1,9}) ?(ms|[smhd])$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * UNITS[unit as keyof typeof UNITS];
}

/** In the largest unit that needs no fraction. */
export function formatDuration(ms: number): string {
  const [unit, size] = Object.entries(UNITS).find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

export function duration(min: string, max: string): Schema<number> {
  return parsed(`a duration such as 500ms, 10s or 3h, from ${min} to ${max}`, (text) => between(text, min, max));
}

/** 0 for never. */
export function durationOrNever(min: string, max: string): Schema<number> {
  const expected = `a duration such as 10m or 3h, from ${min} to ${max}, or 0`;
  return parsed(expected, (text) => (text === '0' ? 0 : between(text, min, max)));
}

function between(text: string, min: string, max: string): number | null {
  const [ms, low, high] = [parseDuration(text), parseDuration(min)!, parseDuration(max)!];
  return ms !== null && ms >= low && ms <= high ? ms : null;
}
