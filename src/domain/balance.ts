import {GROUP_LETTERS, type GroupLetter, type TheoryId} from './ids.ts';
import type {PlannedAllocation} from './run-events.ts';
import type {StrataCounts} from './stratified-split.ts';

/** How alike the groups of a campaign are, over its life. Sizes and no p-value: the split is by chance and proved to be. */
export type Balance = {
  /** People who are counted. */
  readonly people: number;
  /** Strata that have anybody: with one there is nothing to compare. */
  readonly strata: number;
  /** The largest difference between two groups' shares of a stratum, in standard deviations of belonging to it. */
  readonly difference: number;
  readonly stratum: string;
  readonly groups: readonly [GroupLetter, GroupLetter];
  /** What splitting by pure chance would have as its largest difference, about: three of its standard errors, 2 at most. */
  readonly by_chance: number;
  /** The most people by which a group's count of a stratum differs from the stratum's share of the group. */
  readonly off_ideal: number;
};

/** The standardised difference of the shares 0 and 1: there is no larger one. */
const MOST = 2;

/** `counts`: people by stratum (row) and group (column). Null as long as fewer than two groups have anybody. */
export function balanceOf(labels: readonly string[], counts: StrataCounts): Balance | null {
  const sizes = GROUP_LETTERS.map((_, g) => counts.reduce((sum, cells) => sum + cells[g]!, 0));
  const people = sizes.reduce((sum, size) => sum + size, 0);
  const filled = [...sizes.keys()].filter((g) => sizes[g]! > 0);
  if (filled.length < 2) return null;
  let worst = {
    difference: 0,
    stratum: labels[0] ?? '',
    groups: [GROUP_LETTERS[filled[0]!]!, GROUP_LETTERS[filled[1]!]!] as const,
  };
  let offIdeal = 0;
  for (const [s, cells] of counts.entries()) {
    const inStratum = cells.reduce((sum, n) => sum + n, 0);
    for (const [i, g] of filled.entries()) {
      offIdeal = Math.max(offIdeal, Math.abs(cells[g]! - (inStratum * sizes[g]!) / people));
      for (const h of filled.slice(i + 1)) {
        const difference = standardised(cells[g]! / sizes[g]!, cells[h]! / sizes[h]!);
        if (difference > worst.difference) {
          worst = {difference, stratum: labels[s]!, groups: [GROUP_LETTERS[g]!, GROUP_LETTERS[h]!]};
        }
      }
    }
  }
  const smallest = Math.min(...filled.map((g) => sizes[g]!));
  const strata = counts.filter((cells) => cells.some((n) => n > 0)).length;
  const byChance = Math.min(MOST, 3 * Math.sqrt(2 / smallest));
  return {people, strata, ...worst, by_chance: byChance, off_ideal: offIdeal};
}

/** Of two shares, by the standard deviation that both groups have together; 2 at most. */
function standardised(p: number, q: number): number {
  const both = (p + q) / 2;
  return p === q ? 0 : Math.abs(p - q) / Math.sqrt(both * (1 - both));
}

/** The balance of a planned campaign, today's people counted in; null where its plan did not count by strata. */
export function plannedBalance({strata, campaigns}: PlannedAllocation, campaign: TheoryId): Balance | null {
  const tables = campaigns[campaign];
  if (!tables) return null;
  const counts = tables.today.map((cells, s) => cells.map((n, g) => n + tables.standing[s]![g]!));
  return balanceOf(strata, counts);
}
