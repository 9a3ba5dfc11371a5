import {expect} from 'chai';
import fc from 'fast-check';
import {UNITS} from '../../src/domain/controlled-rounding.ts';
import type {NextWord} from '../../src/domain/draw.ts';
import {expectedUnits} from '../../src/domain/expected-shares.ts';
import {type Allocation, allocate} from '../../src/domain/group-allocator.ts';
import {groupTheoryId, type Iin, type TheoryId} from '../../src/domain/ids.ts';
import type {Standing} from '../../src/domain/standing.ts';
import {keystream, seedNumber} from '../support/keystream.ts';
import {dealDays} from '../support/many-days.ts';
import {crowd, reorder, sameIds} from '../support/people.ts';
import {sampleCampaigns} from '../support/sample-campaigns.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const absurd = fc.oneof(fc.nat(20), fc.constantFrom(0, 0, 100_000, 5_000_000));
const mixes = fc.record({
  campaigns: fc.integer({min: 1, max: 5}),
  people: fc.integer({min: 1, max: 120}),
  strata: fc.constantFrom(1, 2, 7, 200),
  standing: fc.array(fc.tuple(absurd, absurd, absurd, absurd, absurd), {maxLength: 9}),
  totals: fc.array(fc.nat(3), {minLength: 5, maxLength: 5}),
  seed: fc.nat(1_000_000).map(seedNumber),
});

type Mix = typeof mixes extends fc.Arbitrary<infer Made> ? Made : never;

function deal({campaigns, people, strata, standing, totals, seed}: Mix, order: readonly number[] = [0]): Allocation {
  const sample = sampleCampaigns(campaigns);
  const counts = new Map(standing.map((cells, s) => [`s${s}`, cells]));
  const design = {
    method: 'stratified' as const,
    stratumOf: (iin: Iin) => `s${Number(iin) % strata}`,
    standing: new Map(sample.map(({theoryId}) => [theoryId, counts])) as Standing,
  };
  const behind = new Map(LETTERS.map((letter, g) => [groupTheoryId(sample[0]!.theoryId, letter), totals[g]!]));
  return allocate(sample, reorder(crowd({kind: 'digits', count: people}), order), keystream(seed), behind, design);
}

const members = ({plan, membersOf}: Allocation) => plan.flatMap(({groups}) => groups.map(membersOf));

describe('stratified allocation', () => {
  it('puts everybody in exactly one group, and fills each to the size that a random plan has', () => {
    fc.assert(
      fc.property(mixes, (mix) => {
        const allocation = deal(mix);
        const groups = members(allocation);
        const sizes = allocation.plan.flatMap((share) => share.groups.map(({size}) => size));
        expect(groups.map(({length}) => length)).to.deep.equal(sizes);
        const all = crowd({kind: 'digits', count: mix.people}).toSorted();
        expect(sameIds(groups.flat().sort(), all), 'everybody once').to.equal(true);
        expect(Math.max(...sizes) - Math.min(...sizes)).to.be.at.most(2);
      }),
    );
  });

  it('counts today as it deals, and answers the same whatever the order of the rows', () => {
    fc.assert(
      fc.property(mixes, fc.array(fc.nat(100), {minLength: 1, maxLength: 20}), (mix, order) => {
        const [one, other] = [deal(mix), deal(mix, order)];
        const places = members(one).every((ids, i) => sameIds(ids, members(other)[i]!));
        expect(places, 'same places').to.equal(true);
        for (const {campaign, groups} of one.plan) {
          const today = one.strata!.campaigns.get(campaign.theoryId)!.today;
          for (const [g, group] of groups.entries()) {
            for (const [s, label] of one.strata!.labels.entries()) {
              const found = one.membersOf(group).filter((iin) => `s${Number(iin) % mix.strata}` === label).length;
              expect(today[s]![g]).to.equal(found);
            }
          }
        }
      }),
    );
  });

  it('makes each count the floor or the ceiling of its expectation, and leaves nobody without a chance of any group', () => {
    fc.assert(
      fc.property(mixes, (mix) => {
        const {plan, strata} = deal(mix);
        for (const {campaign, groups, total} of plan) {
          const {today, probability} = strata!.campaigns.get(campaign.theoryId)!;
          for (const [s, cells] of today.entries()) {
            const people = sum(cells);
            if (people === 0) continue;
            expect(sum(probability[s]!)).to.be.closeTo(1, 1e-9);
            for (const [g, n] of cells.entries()) {
              expect(Math.abs(n - people * probability[s]![g]!)).to.be.below(1);
              expect(probability[s]![g]!).to.be.at.least((0.199 * groups[g]!.size) / total);
            }
          }
        }
      }),
    );
  });

  it('expects what sums exactly to rows and columns, with any standing counts', () => {
    const row = fc.array(fc.nat(40), {minLength: 1, maxLength: 12});
    const cells = fc.array(absurd, {minLength: 5, maxLength: 5});
    fc.assert(
      fc.property(row, fc.infiniteStream(cells), fc.infiniteStream(fc.nat(4)), (rows, standing, picks) => {
        const columns = [0, 0, 0, 0, 0];
        for (let n = sum(rows); n > 0; n--) columns[picks.next().value]!++;
        const before = rows.map(() => standing.next().value as number[]);
        const units = expectedUnits(rows, columns, before);
        expect(units.map(sum)).to.deep.equal(rows.map((n) => n * UNITS));
        expect(columns.map((_, g) => sum(units.map((it) => it[g]!)))).to.deep.equal(columns.map((n) => n * UNITS));
      }),
    );
  });
});

describe('the probabilities that a stratified plan states', () => {
  const campaigns = sampleCampaigns(2);
  const people = crowd({kind: 'digits', count: 34});
  const stratumOf = (iin: Iin) => `s${Math.min(Number(iin) % 5, 2)}`;
  const behind = new Map([
    ['s0', [9, 3, 6, 6, 6]],
    ['s1', [2, 8, 5, 5, 5]],
  ]);
  const standing: Standing = new Map([[campaigns[0]!.theoryId, behind]]);
  const SEEDS = 2_000;

  type Stated = (allocation: Allocation, stratum: number, campaign: TheoryId, group: number) => number;

  /** What the plan says, given how many of the stratum its campaign gets. */
  const stated: Stated = ({strata}, s, campaign, g) => {
    const share = (id: TheoryId) => sum(strata!.campaigns.get(id)!.today[s]!);
    const all = sum(campaigns.map(({theoryId}) => share(theoryId)));
    return (share(campaign) / all) * strata!.campaigns.get(campaign)!.probability[s]![g]!;
  };
  const plain: Stated = ({plan}, _s, campaign, g) =>
    plan.find((share) => share.campaign.theoryId === campaign)!.groups[g]!.size / people.length;

  /** Over all people and groups the mean square of how far a person's share is from what was stated, in standard errors. */
  function meanSquare(stateOf: Stated, words: (seed: number) => NextWord): number {
    const cells = new Map<string, {seen: number; expected: number; variance: number}>();
    for (let n = 0; n < SEEDS; n++) {
      const allocation = allocate(campaigns, people, words(n), new Map(), {method: 'stratified', stratumOf, standing});
      for (const {campaign, groups} of allocation.plan) {
        for (const [g, group] of groups.entries()) {
          const inGroup = new Set(allocation.membersOf(group));
          for (const iin of people) {
            const s = allocation.strata!.labels.indexOf(stratumOf(iin));
            const p = stateOf(allocation, s, campaign.theoryId, g);
            const key = `${people.indexOf(iin)} ${group.theoryId}`;
            const cell = cells.get(key) ?? {seen: 0, expected: 0, variance: 0};
            cells.set(key, cell);
            cell.seen += inGroup.has(iin) ? 1 : 0;
            cell.expected += p;
            cell.variance += p * (1 - p);
          }
        }
      }
    }
    const squares = [...cells.values()].map(({seen, expected, variance}) => (seen - expected) ** 2 / variance);
    return sum(squares) / squares.length;
  }

  const fair = (n: number) => keystream(seedNumber(n));
  /** Mean of 340 squares, each 1 on average; people of a stratum depend on one another. */
  const MOST = 1.4;

  it('are those with which 2,000 seeds deal each person', () => {
    expect(meanSquare(stated, fair)).to.be.within(0.7, MOST);
  });

  it('are not the plain shares of the sizes, once the standing counts are uneven', () => {
    expect(meanSquare(plain, fair)).to.be.above(MOST);
  });

  it('are not what bets that favour one side give', () => {
    const biased = (n: number) => {
      const next = fair(n);
      let drawn = 0;
      // Beyond the shuffle of the people only small words: the bets always go up.
      return () => (++drawn < people.length ? next() : next() % 2 ** 12);
    };
    expect(meanSquare(stated, biased)).to.be.above(MOST);
  });
});

describe('many days of stratified allocation', () => {
  const days = {days: 200, people: 500, campaigns: 3, strata: 13};

  it('keep every count within four people of its ideal on any day, and the largest difference at most 0.004', () => {
    for (const repetition of [0, 1]) {
      const {difference, offIdeal} = dealDays({...days, method: 'stratified', repetition});
      expect(difference).to.be.at.most(0.004);
      expect(offIdeal).to.be.at.most(4);
    }
  }).timeout(60_000);

  it('are not what chance gives', () => {
    const {difference, offIdeal} = dealDays({...days, method: 'random', repetition: 0});
    expect(difference).to.be.above(0.03);
    expect(offIdeal).to.be.above(20);
  }).timeout(60_000);
});
