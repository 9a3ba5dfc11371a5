import {type CampaignPlan, type GroupShare, type GroupTotals, planCampaigns} from './campaign-plan.ts';
import type {Campaign} from './campaigns.ts';
import type {Iin} from './ids.ts';

/** A keystream of uniform 32-bit words; the same seed gives the same words. */
export type NextWord = () => number;

/** Who is where: the plan, and the people in dealt order, each group a block of it. */
export type Allocation = {
  readonly plan: CampaignPlan;
  readonly membersOf: (group: GroupShare) => readonly Iin[];
};

/**
 * Deals distinct people to the campaigns' groups: canonical order, unbiased shuffle, consecutive blocks.
 * The result depends on the set of people, the campaigns, the keystream and what earlier runs gave the groups, never on
 * the order of `people`.
 */
export function allocate(
  campaigns: readonly Campaign[],
  people: readonly Iin[],
  nextWord: NextWord,
  totals?: GroupTotals,
): Allocation {
  const dealt = shuffle(canonicalOrder(people), nextWord);
  return {
    plan: planCampaigns(campaigns, dealt.length, totals),
    membersOf: ({offset, size}) => dealt.slice(offset, offset + size),
  };
}

/** Binary order (of UTF-16 code units, which for digits and letters is that of bytes). Ids that are all digits of one length sort as numbers, natively and several times faster. */
export function canonicalOrder(ids: readonly Iin[]): Iin[] {
  const width = ids[0]?.length ?? 0;
  if (width > 15 || !ids.every((id) => id.length === width && isDigits(id))) return [...ids].sort();
  // Plain loops: `from` with a mapping function is several times slower.
  const numbers = new Float64Array(ids.length);
  for (let i = 0; i < ids.length; i++) numbers[i] = Number(ids[i]);
  numbers.sort();
  const ordered = new Array<Iin>(ids.length);
  for (let i = 0; i < ids.length; i++) ordered[i] = String(numbers[i]).padStart(width, '0') as Iin;
  return ordered;
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** Fisher–Yates, in place. */
function shuffle<Item>(items: Item[], nextWord: NextWord): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = drawBelow(i + 1, nextWord);
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
  return items;
}

/** A uniform integer in [0, bound): words beyond the last whole multiple of `bound` are drawn again. */
function drawBelow(bound: number, nextWord: NextWord): number {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
  let word = nextWord();
  while (word >= limit) word = nextWord();
  return word % bound;
}
