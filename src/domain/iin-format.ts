import {readPersonalNumber} from './personal-number.ts';

export const IIN_FORMATS = ['plausible', 'iin', 'any'] as const;

/** Which ids are dealt: those that do not look spoilt, only 12 digits with a true date and check digit, or all. */
export type IinFormat = (typeof IIN_FORMATS)[number];

/** Whether an id can be dealt, as far as one can see by it alone; too few digits show only among the others of a load. */
export function isWellFormed(iin: string, format: IinFormat): boolean {
  switch (format) {
    case 'plausible':
      return isPlainDigits(iin) || !SPOILT.some((pattern) => pattern.test(iin));
    case 'iin':
      return readPersonalNumber(iin) !== null;
    case 'any':
      return true;
  }
}

export function isPlainDigits(iin: string): boolean {
  for (let i = 0; i < iin.length; i++) {
    const code = iin.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** What spreadsheets, float columns and copying make of an id. */
const SPOILT = [
  // White space, control and format characters, letters that only look right, digits of other scripts.
  /[^\x21-\x7e]/,
  // 990990000001.0, 990 990,00 without the blank, 9.909E+11, +990990000001.
  /^[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?$/i,
  // ="990990000001", =990990000001, '990990000001.
  /^[=+@'"`]|['"`]$/,
  // Two ids in one cell.
  /\d{9,}\D+\d{9,}/,
  // What programs write where nothing is.
  /^(?:[([{<]?(?:null|nan|none|nil|undefined)[)\]}>]?|#?n\/a|#\w+[!?/\w]*[!?]|[-._?]+)$/i,
  // 9909******01: anybody's.
  /\*/,
];
