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
  const [low, high] = [parseDuration(min)!, parseDuration(max)!];
  return parsed(`a duration such as 500ms, 10s or 3h, from ${min} to ${max}`, (text) => {
    const ms = parseDuration(text);
    return ms !== null && ms >= low && ms <= high ? ms : null;
  });
}
