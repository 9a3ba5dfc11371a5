import {expect} from 'chai';
import type {NextWord} from '../../src/domain/draw.ts';
import {allocate} from '../../src/domain/group-allocator.ts';
import {chiSquare, type Deal} from '../support/fair-shares.ts';
import {crowd} from '../support/people.ts';
import {sampleCampaigns} from '../support/sample-campaigns.ts';

const SEEDS = 2_000;
const PEOPLE = 34;
const CAMPAIGNS = sampleCampaigns(2);
/** Chi-square with 33 x 9 = 297 degrees of freedom is above this once in a million fair lists of seeds … */
const CRITICAL = 427.559;
/** … and as rarely below this: shares that even out are not random either. */
const TOO_EVEN = 195.179;

const people = crowd({kind: 'digits', count: PEOPLE});

const allocator: Deal = (nextWord) => {
  const {plan, membersOf} = allocate(CAMPAIGNS, people, nextWord);
  return plan.flatMap(({groups}) => groups.map((group) => membersOf(group).map((id) => Number(id) - 1)));
};

/** The same blocks over an order that another shuffle made. */
function dealBy(shuffle: (order: number[], nextWord: NextWord) => void): Deal {
  const {plan} = allocate(CAMPAIGNS, people, () => 0);
  return (nextWord) => {
    const order = Array.from({length: PEOPLE}, (_, i) => i);
    shuffle(order, nextWord);
    return plan.flatMap(({groups}) => groups.map(({offset, size}) => order.slice(offset, offset + size)));
  };
}

function swap(order: number[], i: number, j: number): void {
  [order[i], order[j]] = [order[j]!, order[i]!];
}

const statisticOf = (deal: Deal) => chiSquare(deal, SEEDS).statistic;

describe('fair shares over 2,000 seeds', () => {
  it('are what the allocator gives to each user in each group', () => {
    const {statistic, degrees} = chiSquare(allocator, SEEDS);
    expect(degrees).to.equal(297);
    expect(statistic).to.be.within(TOO_EVEN, CRITICAL);
  });

  it('are not given by a shuffle that swaps each place with any place', () => {
    const naive = dealBy((order, nextWord) => {
      for (let i = 0; i < order.length; i++) swap(order, i, nextWord() % order.length);
    });
    expect(statisticOf(naive)).to.be.above(CRITICAL);
  });

  it('are not given by a shuffle that never leaves anyone in place', () => {
    const cyclic = dealBy((order, nextWord) => {
      for (let i = order.length - 1; i > 0; i--) swap(order, i, nextWord() % i);
    });
    expect(statisticOf(cyclic)).to.be.above(CRITICAL);
  });

  it('are not given without a shuffle, nor by a rotation', () => {
    expect(statisticOf(dealBy(() => {}))).to.be.above(CRITICAL);
    const rotation = dealBy((order, nextWord) => {
      order.push(...order.splice(0, nextWord() % 3));
    });
    expect(statisticOf(rotation)).to.be.above(CRITICAL);
  });

  it('are not random when the seeds take turns', () => {
    let turn = 0;
    const turns = dealBy((order) => {
      order.push(...order.splice(0, turn++ % PEOPLE));
    });
    expect(statisticOf(turns)).to.be.below(TOO_EVEN);
  });

  it('are not given by the allocator over a keystream whose words are too small', () => {
    const small: Deal = (nextWord) => allocator(() => nextWord() % 32);
    expect(statisticOf(small)).to.be.above(CRITICAL);
  });
});
