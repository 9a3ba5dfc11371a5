export const IIN_FORMATS = ['plausible', 'iin', 'any'] as const;

/** Which ids are dealt: those that do not look spoilt, only 12 digits with a true date and check digit, or all. */
export type IinFormat = (typeof IIN_FORMATS)[number];

/** Whether an id can be dealt, as far as one can see by it alone; too few digits show only among the others of a load. */
export function isWellFormed(iin: string, format: IinFormat): boolean {
  switch (format) {
    case 'plausible':
      return isPlainDigits(iin) || !SPOILT.some((pattern) => pattern.test(iin));
    case 'iin':
      return isPersonalNumber(iin);
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
];

const CENTURIES = ['', '18', '18', '19', '19', '20', '20'];

/** An IIN of Kazakhstan: YYMMDD, a digit for century and sex, four digits, a check digit. */
function isPersonalNumber(iin: string): boolean {
  if (iin.length !== 12 || !isPlainDigits(iin)) return false;
  const century = CENTURIES[Number(iin[6])];
  const born = `${century}${iin.slice(0, 2)}-${iin.slice(2, 4)}-${iin.slice(4, 6)}`;
  return !!century && isDate(born) && checkDigit([...iin].map(Number)) === Number(iin[11]);
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Sum of the first eleven digits by weight, modulo 11; by other weights if that is 10. A number that gives 10 twice is not used. */
function checkDigit(digits: readonly number[]): number {
  const modulo = (first: number) =>
    digits.slice(0, 11).reduce((sum, digit, i) => sum + digit * (((first - 1 + i) % 11) + 1), 0) % 11;
  const once = modulo(1);
  return once === 10 ? modulo(3) : once;
}
