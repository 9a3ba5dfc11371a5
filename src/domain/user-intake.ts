import type {Iin} from './ids.ts';
import {parseIin} from './iin.ts';
import {type IinFormat, isPlainDigits, isWellFormed} from './iin-format.ts';
import {RespeltIds} from './respelt-ids.ts';
import type {Warning} from './warnings.ts';

/** What became of the source's rows: found = blank + malformed + repeated + enrolled + distributed. */
export type UserCounts = {
  readonly found: number;
  readonly blank: number;
  /** Rows whose id looks spoilt: never dealt. */
  readonly malformed: number;
  readonly repeated: number;
  readonly enrolled: number;
  /** Of the enrolled those whose row is gone. */
  readonly enrolled_without_row: number;
  readonly distributed: number;
};

export const NO_USERS: UserCounts = {
  found: 0,
  blank: 0,
  malformed: 0,
  repeated: 0,
  enrolled: 0,
  enrolled_without_row: 0,
  distributed: 0,
};

/**
 * Takes rows in batches, drops the blank, the malformed, the repeated and the already enrolled, and counts them.
 * It holds today's people only: the enrolled pass by and are not kept.
 */
export class UserIntake {
  readonly #format: IinFormat;
  readonly #people = new Set<Iin>();
  /** What the columns of their rows say of people, if any column is read. */
  readonly #labels = new Map<Iin, string>();
  /** How many rows have an id of plain digits, by its length. */
  readonly #rowsByDigits: number[] = [];
  readonly #respelt = new RespeltIds();
  #found = 0;
  #blank = 0;
  #malformed = 0;
  #short = 0;
  #enrolled = 0;
  #withoutRow = 0;

  constructor(format: IinFormat) {
    this.#format = format;
  }

  /** Rows of the source: raw IIN values, and what the columns of each say. Of a person's rows the least label counts. */
  add(rows: readonly (string | null)[], labels: readonly string[] = []): void {
    for (const [i, raw] of rows.entries()) {
      this.#found++;
      const iin = parseIin(raw);
      if (iin === null) this.#blank++;
      else {
        this.#take(iin);
        if (labels.length > 0) this.#label(iin, labels[i]!);
      }
    }
  }

  /**
   * After the last row: ids of fewer digits than most have lost a zero in front, those of as many among other characters are
   * another spelling. `before`: how many digits most ids of an earlier load had, if that is known; the more counts.
   */
  dropShort(before: number | null): void {
    if (this.#format !== 'plausible') return;
    const digits = Math.max(this.digits ?? 0, before ?? 0);
    this.#dropRespelt(digits);
    const short = this.#rowsByDigits.slice(0, digits).reduce((sum, rows = 0) => sum + rows, 0);
    if (short === 0) return;
    this.#short = short;
    this.#malformed += short;
    for (const iin of this.#people) if (iin.length < digits && isPlainDigits(iin)) this.#people.delete(iin);
  }

  /** Whether a person is still to be dealt. */
  has(iin: Iin): boolean {
    return this.#people.has(iin);
  }

  /** Ids that already sit in a group of an active campaign or in an unfinished run's roster; so many of them without a row. */
  exclude(enrolled: Iterable<string | null>, withoutRow = 0): void {
    this.#withoutRow += withoutRow;
    for (const raw of enrolled) {
      const iin = parseIin(raw);
      if (iin && this.#people.delete(iin)) this.#enrolled++;
    }
  }

  labelOf(iin: Iin): string | undefined {
    return this.#labels.get(iin);
  }

  get people(): Iin[] {
    return [...this.#people];
  }

  /** How many digits most rows of plain digits have; of two as frequent the more, null without any. */
  get digits(): number | null {
    const most = Math.max(0, ...this.#rowsByDigits.filter(Boolean));
    return most === 0 ? null : this.#rowsByDigits.lastIndexOf(most);
  }

  /** Rows that were dropped for too few digits; they are among the malformed. */
  get short(): number {
    return this.#short;
  }

  get counts(): UserCounts {
    const distributed = this.#people.size;
    const dropped = {
      blank: this.#blank,
      malformed: this.#malformed,
      enrolled: this.#enrolled,
      enrolled_without_row: this.#withoutRow,
    };
    const repeated = this.#found - this.#blank - this.#malformed - this.#enrolled - distributed;
    return {found: this.#found, ...dropped, repeated, distributed};
  }

  /** Where most ids are plain digits, one that has as many among other characters is a person's under another name. */
  #dropRespelt(digits: number): void {
    const plain = this.#rowsByDigits.reduce((sum, rows = 0) => sum + rows, 0);
    if (plain * 2 <= this.#found - this.#blank - this.#malformed) return;
    for (const [iin, rows] of this.#respelt.of(digits)) {
      this.#people.delete(iin);
      this.#malformed += rows;
    }
  }

  /** Which of a person's rows comes first decides nothing. */
  #label(iin: Iin, label: string): void {
    const known = this.#labels.get(iin);
    if (known === undefined || label < known) this.#labels.set(iin, label);
  }

  /** Nearly all ids are plain digits: they are looked at once. */
  #take(iin: Iin): void {
    const isPlain = isPlainDigits(iin);
    if (!(isPlain && this.#format !== 'iin') && !isWellFormed(iin, this.#format)) {
      this.#malformed++;
      return;
    }
    if (isPlain) this.#rowsByDigits[iin.length] = (this.#rowsByDigits[iin.length] ?? 0) + 1;
    else this.#respelt.add(iin);
    this.#people.add(iin);
  }
}

/** Whether an intake of these people would have left the id out as malformed. */
export function isMalformedAmong(people: readonly Iin[], iin: Iin, format: IinFormat): boolean {
  const intake = new UserIntake(format);
  intake.add([...people, iin]);
  intake.dropShort(null);
  return !intake.has(iin);
}

/** A word on people whose row is gone, or none. */
export function withoutRowWarning({enrolled_without_row: people}: UserCounts): Warning[] {
  return people === 0 ? [] : [{kind: 'enrolled_without_row', people}];
}

/** A word on ids that were not dealt, or none. */
export function malformedWarning({counts: {malformed}, short}: UserIntake): Warning[] {
  return malformed === 0 ? [] : [{kind: 'malformed_ids', rows: malformed, short}];
}
