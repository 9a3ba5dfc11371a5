import type {Campaign} from './campaigns.ts';
import {GROUP_LETTERS, type GroupLetter, groupTheoryId, type TheoryId} from './ids.ts';

/** A group's share: `size` people from position `offset` of the shuffled order. */
export type GroupShare = {
  readonly letter: GroupLetter;
  readonly theoryId: TheoryId;
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

/** `floor(n / parts)` each, and the last `n mod parts` get one more: 101 over 3 is 33, 34, 34. */
export function evenSplit(n: number, parts: number): number[] {
  const base = Math.floor(n / parts);
  const firstLarger = parts - (n % parts);
  return Array.from({length: parts}, (_, i) => (i < firstLarger ? base : base + 1));
}

/** Splits n people evenly over the campaigns, and each campaign's evenly over its groups A–E, as consecutive blocks. */
export function planCampaigns(campaigns: readonly Campaign[], n: number): CampaignPlan {
  const totals = evenSplit(n, campaigns.length);
  let offset = 0;
  return campaigns.map((campaign, c) => {
    const total = totals[c]!;
    const sizes = evenSplit(total, GROUP_LETTERS.length);
    const groups = GROUP_LETTERS.map((letter, g) => {
      const share = {letter, theoryId: groupTheoryId(campaign.theoryId, letter), offset, size: sizes[g]!};
      offset += share.size;
      return share;
    });
    return {campaign, total, groups};
  });
}
