import type {Schedule} from '../../src/application/ports/schedule.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';

const DAY_MS = 86_400_000;

/** A schedule of just these moments (ms since 1970, ascending), and of one a day before and one a day after them. */
export function slotsAt(...moments: number[]): Schedule {
  const all = [moments[0]! - DAY_MS, ...moments, moments.at(-1)! + DAY_MS];
  const between = (from: number, to: number) => all.filter((slot) => slot > from && slot <= to).map(iso);
  return {
    next: (after, count) => between(after, Number.POSITIVE_INFINITY).slice(0, count),
    latest: (at) => between(Number.NEGATIVE_INFINITY, at).at(-1) ?? null,
    between,
  };
}

export function iso(epochMs: number): IsoInstant {
  return new Date(epochMs).toISOString() as IsoInstant;
}
