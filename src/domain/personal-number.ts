export type Sex = 'male' | 'female';

/** What an IIN of Kazakhstan says of a person. */
export type PersonalNumber = {readonly sex: Sex; readonly birthYear: number};

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads an IIN: YYMMDD, a digit for century and sex (1–6, odd for men), four digits, a check digit. Null for whatever is not
 * 12 digits with a true date, such a digit and the right check digit. Plain arithmetic: a load may have millions.
 */
export function readPersonalNumber(iin: string): PersonalNumber | null {
  if (iin.length !== 12) return null;
  let [first, second] = [0, 0];
  for (let i = 0; i < 12; i++) {
    const digit = digitAt(iin, i);
    if (digit < 0 || digit > 9) return null;
    if (i === 11) continue;
    first += digit * (i + 1);
    second += digit * (((i + 2) % 11) + 1);
  }
  // A number that gives 10 by both weights is not used.
  const check = first % 11 === 10 ? second % 11 : first % 11;
  const century = digitAt(iin, 6);
  if (check !== digitAt(iin, 11) || century < 1 || century > 6) return null;
  const birthYear = 1800 + 100 * Math.floor((century - 1) / 2) + twoDigits(iin, 0);
  return isDate(birthYear, twoDigits(iin, 2), twoDigits(iin, 4))
    ? {sex: century % 2 === 1 ? 'male' : 'female', birthYear}
    : null;
}

function digitAt(text: string, place: number): number {
  return text.charCodeAt(place) - 48;
}

function twoDigits(text: string, place: number): number {
  return 10 * digitAt(text, place) + digitAt(text, place + 1);
}

function isDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : DAYS[month - 1];
  return days !== undefined && day >= 1 && day <= days;
}
