import {balanceOf} from '../../src/domain/balance.ts';
import {type Allocation, type AllocationMethod, allocate} from '../../src/domain/group-allocator.ts';
import type {Iin, TheoryId} from '../../src/domain/ids.ts';
import type {Standing} from '../../src/domain/standing.ts';
import {keystream} from './keystream.ts';
import {sampleCampaigns} from './sample-campaigns.ts';

export type Days = {
  readonly method: AllocationMethod;
  readonly days: number;
  readonly people: number;
  readonly campaigns: number;
  readonly strata: number;
  readonly repetition: number;
};

/** What many days lead to: the largest standardised difference at the end, and the furthest any count ever was from its ideal. */
export type Outcome = {readonly difference: number; readonly offIdeal: number};

/** Deals new people every day; strata are of unequal size, the largest about seven times the smallest. */
export function dealDays({method, days, people, campaigns, strata, repetition}: Days): Outcome {
  const nextStratum = strataInTurn(strata, repetition);
  const sample = sampleCampaigns(campaigns);
  let standing: Standing = new Map();
  let totals = new Map<TheoryId, number>();
  let [difference, offIdeal] = [0, 0];
  for (let day = 0; day < days; day++) {
    const stratum = new Map<Iin, string>();
    for (let i = 0; i < people; i++) stratum.set(String(900000000000 + i) as Iin, nextStratum());
    const words = keystream((repetition * 10_000 + day + 1).toString(16).padStart(64, '0'));
    const design = {method, stratumOf: (iin: Iin) => stratum.get(iin) ?? '', standing};
    const allocation = allocate(sample, [...stratum.keys()], words, totals, design);
    totals = addSizes(totals, allocation);
    standing = standingAfter(allocation);
    const balances = [...standing.values()].map((counts) => balanceOf([...counts.keys()], [...counts.values()]));
    offIdeal = Math.max(offIdeal, ...balances.map((balance) => balance?.off_ideal ?? 0));
    difference = Math.max(...balances.map((balance) => balance?.difference ?? 0));
  }
  return {difference, offIdeal};
}

function standingAfter({strata}: Allocation): Standing {
  return new Map(
    [...(strata?.campaigns ?? [])].map(([campaign, {standing, today}]) => [
      campaign,
      new Map(strata!.labels.map((label, s) => [label, standing[s]!.map((n, g) => n + today[s]![g]!)])),
    ]),
  );
}

function addSizes(totals: ReadonlyMap<TheoryId, number>, {plan}: Allocation): Map<TheoryId, number> {
  return new Map(
    plan.flatMap(({groups}) => groups.map(({theoryId, size}) => [theoryId, (totals.get(theoryId) ?? 0) + size])),
  );
}

/** A stream of strata by a linear congruence: the same for every method. */
function strataInTurn(strata: number, repetition: number): () => string {
  const weights = Array.from({length: strata}, (_, s) => 2 + s);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let state = repetition + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let [rest, s] = [(state / 2 ** 32) * all, 0];
    while (s < strata - 1 && rest >= weights[s]!) rest -= weights[s++]!;
    return `s${String(s).padStart(2, '0')}`;
  };
}
