import {aesKeystream} from '../src/adapters/crypto/assignment-keys.ts';
import {ALLOCATION_METHODS, type AllocationMethod, allocate} from '../src/domain/group-allocator.ts';
import type {Iin} from '../src/domain/ids.ts';
import {dealDays} from '../test/support/many-days.ts';
import {type Figure, median, type Say, timed} from './figures.ts';
import {syntheticCampaigns, syntheticIds} from './synthetic.ts';

const SEED = '5e'.repeat(32);
const ROUNDS = 5;
const REPETITIONS = 20;
const STRATA = 13;

/** What balance costs, the two methods in turns, and what it brings after many days. */
export async function stratified(say: Say): Promise<Figure[]> {
  const ratio = await timeInTurns(say);
  say('stratified: many days');
  return [
    {
      what: 'stratified / random, 1,000,000 ids, 10 campaigns, 13 strata: time',
      measured: `${ratio.toFixed(2)} x`,
      aim: 'at most 2 x',
    },
    ...balanceAfter({days: 200, people: 500, campaigns: 3}, REPETITIONS, 'median at most 0.0025, worst 0.004'),
    ...balanceAfter({days: 30, people: 50_000, campaigns: 10}, 1, 'at most 0.001'),
  ];
}

async function timeInTurns(say: Say): Promise<number> {
  const campaigns = syntheticCampaigns(10);
  const ids = syntheticIds(1_000_000);
  const labels = Array.from({length: STRATA}, (_, s) => `stratum ${s}`);
  const stratumOf = (iin: Iin) => labels[Number(iin) % STRATA]!;
  const ways: Record<AllocationMethod, () => unknown> = {
    random: () => allocate(campaigns, ids, aesKeystream(SEED)),
    stratified: () =>
      allocate(campaigns, ids, aesKeystream(SEED), undefined, {method: 'stratified', stratumOf, standing: new Map()}),
  };
  const seconds: Record<AllocationMethod, number[]> = {random: [], stratified: []};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const method of ALLOCATION_METHODS) {
      const took = await timed(ways[method]);
      if (round > 0) seconds[method].push(took);
    }
    say(`stratified: round ${round} of ${ROUNDS}`);
  }
  return median(seconds.stratified) / median(seconds.random);
}

type Size = {readonly days: number; readonly people: number; readonly campaigns: number};

function balanceAfter(size: Size, repetitions: number, aim: string): Figure[] {
  return ALLOCATION_METHODS.map((method) => {
    const outcomes = Array.from({length: repetitions}, (_, repetition) =>
      dealDays({...size, method, strata: STRATA, repetition}),
    );
    const differences = outcomes.map(({difference}) => difference);
    const furthest = Math.max(...outcomes.map(({offIdeal}) => offIdeal));
    const figures = [median(differences), Math.max(...differences)].map((figure) => figure.toFixed(4));
    return {
      what: `${method}, ${size.days} days x ${size.people} x ${size.campaigns}: largest difference, median (worst); people off the ideal`,
      measured: `${figures[0]} (${figures[1]}); ${furthest.toFixed(1)}`,
      ...(method === 'stratified' ? {aim} : {}),
    };
  });
}
