import type {Iin} from './ids.ts';
import {isPlainDigits} from './iin-format.ts';

/** Fewer stand in a passport's number, too. */
const FEWEST_DIGITS = 9;
/** Digits without letters between them; a word may stand before them, and a short one behind. */
const AMONG_OTHERS = /^\D{0,12}\d(?:[^A-Za-z]*\d)?\D{0,4}$/;

/** Ids that may be another spelling of one of plain digits, with their rows. */
export class RespeltIds {
  readonly #rows = new Map<Iin, number>();

  add(iin: Iin): void {
    if (digitsMeant(iin) >= FEWEST_DIGITS) this.#rows.set(iin, (this.#rows.get(iin) ?? 0) + 1);
  }

  /** Those with so many digits, each with the number of its rows. */
  of(digits: number): [Iin, number][] {
    return [...this.#rows].filter(([iin]) => digitsMeant(iin) === digits);
  }
}

/** How many digits an id has that is spelt with `IIN` in front, dashes between them or an `O` for a zero; 0 if it is not. */
function digitsMeant(iin: string): number {
  const digits = iin.replace(/[Oo]/g, '0').replace(/[Il]/g, '1');
  if (isPlainDigits(digits)) return digits.length;
  return AMONG_OTHERS.test(iin) ? iin.replace(/\D/g, '').length : 0;
}
