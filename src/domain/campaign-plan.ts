import type {Campaign} from './campaigns.ts';
import {GROUP_LETTERS, type GroupLetter, groupTheoryId, type TheoryId} from './ids.ts';

/** A group's share: `size` people from position `offset` of the shuffled order; `carried` from earlier runs. */
export type GroupShare = {
  readonly letter: GroupLetter;
  readonly theoryId: TheoryId;
  readonly carried: number;
  readonly offset: number;
  readonly size: number;
};

export type CampaignShare = {
  readonly campaign: Campaign;
  readonly total: number;
  readonly groups: readonly GroupShare[];
};

/** Who gets how many: campaigns x groups x sizes. Says nothing about persons. */
export type CampaignPlan = readonly CampaignShare[];

/** How many people earlier runs gave each group; a group that is absent has none. */
export type GroupTotals = ReadonlyMap<TheoryId, number>;

/** `floor(n / parts)` each, and the last `n mod parts` get one more: 101 over 3 is 33, 34, 34. */
export function evenSplit(n: number, parts: number): number[] {
  const base = Math.floor(n / parts);
  const firstLarger = parts - (n % parts);
  return Array.from({length: parts}, (_, i) => (i < firstLarger ? base : base + 1));
}

/**
 * `floor(n / parts)` each, and the remainder one each to the parts that are furthest behind in `carried`, ties to the
 * last: over any history of sizes no two parts ever differ by more than one.
 */
export function catchUpSplit(n: number, carried: readonly number[]): number[] {
  const sizes = carried.map(() => Math.floor(n / carried.length));
  const furthestBehindFirst = [...carried.entries()].sort(([i, a], [j, b]) => a - b || j - i);
  for (const [part] of furthestBehindFirst.slice(0, n % carried.length)) sizes[part]!++;
  return sizes;
}

/** Splits n people evenly over the campaigns, and each campaign's evenly over its groups A–E, as consecutive blocks. */
export function planCampaigns(
  campaigns: readonly Campaign[],
  n: number,
  totals: GroupTotals = new Map(),
): CampaignPlan {
  const shares = evenSplit(n, campaigns.length);
  let offset = 0;
  return campaigns.map((campaign, c) => {
    const total = shares[c]!;
    const groups = GROUP_LETTERS.map((letter) => {
      const theoryId = groupTheoryId(campaign.theoryId, letter);
      return {letter, theoryId, carried: totals.get(theoryId) ?? 0};
    });
    const sizes = catchUpSplit(
      total,
      groups.map(({carried}) => carried),
    );
    return {
      campaign,
      total,
      groups: groups.map((group, g) => {
        const share = {...group, offset, size: sizes[g]!};
        offset += share.size;
        return share;
      }),
    };
  });
}
