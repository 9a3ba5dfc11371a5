import type {Column} from '../../application/ports/source-tables.ts';

type Parsed =
  | {readonly type: 'value'; readonly value: string | number | null}
  | {readonly type: 'fault'; readonly fault: string};

/** A CSV field as a column's value; an empty one is NULL. A text keeps the blanks around it. */
export function parseValue({kind, required, max}: Column, raw: string): Parsed {
  if (raw.trim() === '') return required ? fault('is empty') : {type: 'value', value: raw === '' ? null : raw};
  if (kind === 'number')
    return Number.isFinite(Number(raw)) ? {type: 'value', value: Number(raw)} : fault('is not a number');
  if (kind === 'date') {
    const date = parseDate(raw.trim());
    return date ? {type: 'value', value: date} : fault('is not a date such as 2024-01-15 or 2024-01-15 09:00:00');
  }
  const length = [...raw.trim()].length;
  return length <= max ? {type: 'value', value: raw} : fault(`has ${length} characters, at most ${max} fit`);
}

function fault(text: string): Parsed {
  return {type: 'fault', fault: text};
}

/** `YYYY-MM-DD`, with a time or at midnight, as `YYYY-MM-DD HH:MM:SS`; null when there is no such moment. */
function parseDate(text: string): string | null {
  const [, day, time = '00:00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text) ?? [];
  if (day === undefined) return null;
  const full = `${day}T${time.padEnd(8, ':00')}`;
  const parsed = Date.parse(`${full}Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(full) ? full.replace('T', ' ') : null;
}
