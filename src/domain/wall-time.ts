import type {BusinessDate, WallTime} from './ids.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock in `zone` (an IANA name) shows at `epochMs`. Throws RangeError for an unknown zone. */
export function wallTime(epochMs: number, zone: string): WallTime {
  let format = formats.get(zone);
  if (!format) {
    // Swedish writes ISO dates: 2024-01-15 09:00:00
    format = new Intl.DateTimeFormat('sv-SE', {timeZone: zone, dateStyle: 'short', timeStyle: 'medium'});
    formats.set(zone, format);
  }
  return format.format(epochMs) as WallTime;
}

/** The date in `zone` at `epochMs`. */
export function businessDateAt(epochMs: number, zone: string): BusinessDate {
  return wallTime(epochMs, zone).slice(0, 10) as BusinessDate;
}

/** An instant as written in `zone`: `2024-01-15T09:00:00+06:00`. */
export function zonedTime(epochMs: number, zone: string): string {
  const wall = wallTime(epochMs, zone).replace(' ', 'T');
  const minutes = Math.round((Date.parse(`${wall}Z`) - epochMs) / 60_000);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${wall}${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** The beginning of its day. */
export function midnightOf(time: WallTime): WallTime {
  return `${time.slice(0, 10)} 00:00:00` as WallTime;
}
