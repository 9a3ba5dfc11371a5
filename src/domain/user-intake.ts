import type {Iin} from './ids.ts';
import {parseIin} from './iin.ts';

/** What became of the source's rows: found = blank + repeated + enrolled + distributed. */
export type UserCounts = {
  readonly found: number;
  readonly blank: number;
  readonly repeated: number;
  readonly enrolled: number;
  readonly distributed: number;
};

export const NO_USERS: UserCounts = {found: 0, blank: 0, repeated: 0, enrolled: 0, distributed: 0};

/**
 * Takes rows in batches, drops the blank, the repeated and the already enrolled, and counts them.
 * It holds today's people only: the enrolled pass by and are not kept.
 */
export class UserIntake {
  readonly #people = new Set<Iin>();
  #found = 0;
  #blank = 0;
  #enrolled = 0;

  /** Rows of the source: raw IIN values. */
  add(rows: Iterable<string | null>): void {
    for (const raw of rows) {
      this.#found++;
      const iin = parseIin(raw);
      if (iin) this.#people.add(iin);
      else this.#blank++;
    }
  }

  /** Ids that already sit in a group of an active campaign or in an unfinished run's roster. */
  exclude(enrolled: Iterable<string | null>): void {
    for (const raw of enrolled) {
      const iin = parseIin(raw);
      if (iin && this.#people.delete(iin)) this.#enrolled++;
    }
  }

  get people(): Iin[] {
    return [...this.#people];
  }

  get counts(): UserCounts {
    const distributed = this.#people.size;
    const repeated = this.#found - this.#blank - this.#enrolled - distributed;
    return {found: this.#found, blank: this.#blank, repeated, enrolled: this.#enrolled, distributed};
  }
}
