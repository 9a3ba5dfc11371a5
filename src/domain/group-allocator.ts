import {type CampaignPlan, type GroupShare, type GroupTotals, planCampaigns} from './campaign-plan.ts';
import type {Campaign} from './campaigns.ts';
import {type NextWord, shuffle} from './draw.ts';
import type {Iin, TheoryId} from './ids.ts';
import {type CampaignStrata, indexStrata, type Standing} from './standing.ts';
import type {Factor} from './strata.ts';
import {arrangeByStrata} from './stratified-deal.ts';

export const ALLOCATION_METHODS = ['random', 'stratified'] as const;
export type AllocationMethod = (typeof ALLOCATION_METHODS)[number];

/** What is asked for: how to deal, and what people are told apart by. */
export type AllocationRule = {readonly method: AllocationMethod; readonly factors: readonly Factor[]};

/** How people are told apart, and what earlier runs have dealt of whom. `random` only counts by it. */
export type Design = {
  readonly method: AllocationMethod;
  readonly stratumOf: (iin: Iin) => string;
  readonly standing: Standing;
};

/** Who is where: the plan, and the people in dealt order, each group a block of it. */
export type Allocation = {
  readonly plan: CampaignPlan;
  readonly membersOf: (group: GroupShare) => readonly Iin[];
  /** Null without a design. */
  readonly strata: StrataReport | null;
};

/** People by stratum: `labels` in binary order are the rows of each campaign's tables. */
export type StrataReport = {
  readonly labels: readonly string[];
  readonly campaigns: ReadonlyMap<TheoryId, CampaignStrata>;
};

/**
 * Deals distinct people to the campaigns' groups: canonical order, unbiased shuffle, consecutive blocks; `stratified` people
 * are first put in an order that gives each group its part of each stratum.
 * The result depends on the set of people, the campaigns, the keystream, what earlier runs gave the groups and the design,
 * never on the order of `people`.
 */
export function allocate(
  campaigns: readonly Campaign[],
  people: readonly Iin[],
  nextWord: NextWord,
  totals?: GroupTotals,
  design?: Design,
): Allocation {
  const ordered = canonicalOrder(people);
  // Before the shuffle: the ids are read in the order in which they lie in memory.
  const strata = design && indexStrata(ordered, design);
  const shuffled = shuffle(ordered, nextWord, strata?.strata);
  const plan = planCampaigns(campaigns, shuffled.length, totals);
  const blocks = (dealt: readonly Iin[]) => ({
    plan,
    membersOf: ({offset, size}: GroupShare) => dealt.slice(offset, offset + size),
  });
  if (!design || !strata) return {...blocks(shuffled), strata: null};
  const {dealt, tables} = arrangeByStrata(plan, shuffled, strata, design.method, nextWord);
  return {...blocks(dealt), strata: {labels: strata.labels, campaigns: tables}};
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
