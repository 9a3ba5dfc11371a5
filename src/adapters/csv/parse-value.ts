import type {Column} from '../../application/ports/source-tables.ts';
import {trimUnseen} from '../../domain/iin.ts';
import {parseDate} from './parse-date.ts';

type Parsed =
  | {readonly type: 'value'; readonly value: string | number | null}
  | {readonly type: 'fault'; readonly fault: string};

/** A CSV field as a column's value; an empty one is NULL. A text keeps the blanks around it. */
export function parseValue({kind, required, max}: Column, raw: string): Parsed {
  const seen = trimUnseen(raw);
  if (seen === '') return required ? fault('is empty') : {type: 'value', value: raw === '' ? null : raw};
  switch (kind) {
    case 'number':
      return parseNumber(seen);
    case 'date': {
      const value = parseDate(seen);
      return value ? {type: 'value', value} : fault('is not a date such as 2024-01-15 or 2024-01-15 09:00:00');
    }
    case 'text':
      return parseText(raw, seen, max);
  }
}

function parseNumber(text: string): Parsed {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return {type: 'value', value};
  return fault(
    /^[+-]?[\d\s]*,\d+$/.test(text)
      ? 'is not a number: it has a decimal comma, write a point'
      : 'is not a number such as 5 or 12.50',
  );
}

function parseText(raw: string, seen: string, max: number): Parsed {
  const length = [...seen].length;
  if (length > max) return fault(`has ${length} characters, at most ${max} fit`);
  if (raw.includes('\0')) return fault('has a character NUL (U+0000)');
  return {type: 'value', value: raw};
}

function fault(text: string): Parsed {
  return {type: 'fault', fault: text};
}
