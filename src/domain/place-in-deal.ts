import type {CampaignShare, GroupShare} from './campaign-plan.ts';
import {type NextWord, shuffle} from './draw.ts';
import {type Allocation, type AllocationMethod, canonicalOrder} from './group-allocator.ts';
import type {Iin} from './ids.ts';

/** A rank from 1 on, among so many. */
export type Rank = {readonly rank: number; readonly of: number};

/** How the draw led to somebody's group. */
export type Place = {
  readonly campaign: CampaignShare;
  readonly group: GroupShare;
  /** Of the draw: the order that the keystream gives to all people. */
  readonly drawn: Rank;
  /** Under `stratified`: of the draw, among his stratum. */
  readonly inStratum: Rank | null;
  /** The group has these ranks of the draw, under `stratified` of the stratum's. */
  readonly ranks: {readonly from: number; readonly to: number};
  /** Of the group, for who is dealt to the campaign. */
  readonly probability: number;
};

export type Deal = {
  readonly people: readonly Iin[];
  readonly nextWord: NextWord;
  readonly allocation: Allocation;
  readonly method: AllocationMethod;
  readonly stratumOf: (iin: Iin) => string;
};

/**
 * Where the draw puts a person, found by his rank and the plan's sizes and counts alone, and not by looking who is in which
 * group: so it proves the deal once more. Null for who was not among the people.
 */
export function placeInDeal({people, nextWord, allocation, method, stratumOf}: Deal, iin: Iin): Place | null {
  const order = shuffle(canonicalOrder(people), nextWord);
  const drawn = order.indexOf(iin) + 1;
  if (drawn === 0) return null;
  const {plan, strata} = allocation;
  const own = stratumOf(iin);
  const row = strata?.labels.indexOf(own) ?? -1;
  const tablesOf = ({campaign}: CampaignShare) => strata?.campaigns.get(campaign.theoryId);
  const isStratified = method === 'stratified';
  const peers = isStratified ? order.filter((it) => stratumOf(it) === own) : order;
  const rank = isStratified ? peers.indexOf(iin) + 1 : drawn;
  let to = 0;
  for (const campaign of plan) {
    for (const [g, group] of campaign.groups.entries()) {
      const from = to + 1;
      to += isStratified ? (tablesOf(campaign)?.today[row]?.[g] ?? 0) : group.size;
      if (rank > to) continue;
      return {
        campaign,
        group,
        drawn: {rank: drawn, of: order.length},
        inStratum: isStratified ? {rank, of: peers.length} : null,
        ranks: {from, to},
        probability: tablesOf(campaign)?.probability[row]?.[g] ?? group.size / campaign.total,
      };
    }
  }
  return null;
}
