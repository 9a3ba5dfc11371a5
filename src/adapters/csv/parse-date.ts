const YEAR_FIRST = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[ T]+(?<time>\S+))?$/;
const DAY_FIRST = /^(?<day>\d\d)\.(?<month>\d\d)\.(?<year>\d{4})(?: +(?<time>\S+))?$/;
/** A fraction of a second may be there as long as it is none. */
const TIME = /^(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.0+)?)?$/;

/**
 * `2024-01-15` or `15.01.2024`, with a time or at midnight, as `YYYY-MM-DD HH:MM:SS`; null when there is no such moment, and
 * for forms that may mean another day (`01/02/2024`, an offset from UTC).
 */
export function parseDate(text: string): string | null {
  const date = (YEAR_FIRST.exec(text) ?? DAY_FIRST.exec(text))?.groups;
  const time = TIME.exec(date?.time ?? '0:00:00')?.groups;
  if (!date || !time) return null;
  const clock = [time.hour ?? '', time.minute ?? '', time.second ?? ''].map((part) => part.padStart(2, '0')).join(':');
  const full = `${date.year}-${date.month}-${date.day}T${clock}`;
  const parsed = Date.parse(`${full}Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(full) ? full.replace('T', ' ') : null;
}
