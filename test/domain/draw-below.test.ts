import {expect} from 'chai';
import {allocate} from '../../src/domain/group-allocator.ts';
import {scripted} from '../support/keystream.ts';
import {crowd} from '../support/people.ts';
import {sampleCampaigns} from '../support/sample-campaigns.ts';

const WORDS = 2 ** 32;

/** Deals `count` people by these words: their numbers in dealt order, and how many words it took. */
function dealBy(count: number, words: readonly number[]): {order: number[]; drawn: number} {
  const people = crowd({kind: 'digits', count});
  const {next, drawn} = scripted(words);
  const {membersOf, plan} = allocate(sampleCampaigns(1), people, next);
  const order = plan[0]!.groups.flatMap((group) => membersOf(group).map(Number));
  return {order, drawn: drawn()};
}

const zeros = (count: number) => Array.from({length: count}, () => 0);

describe('unbiased draws', () => {
  it('make each order of four people from exactly one of the 4 x 3 x 2 draws', () => {
    const orders = new Set<string>();
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 3; b++) {
        for (let c = 0; c < 2; c++) orders.add(dealBy(4, [a, b, c]).order.join());
      }
    }
    expect(orders.size).to.equal(24);
  });

  it('accept the last word of the last whole multiple and reject the next', () => {
    for (const count of [3, 5, 6, 7, 10, 100, 1000]) {
      const limit = WORDS - (WORDS % count);
      const last = dealBy(count, [limit - 1, ...zeros(count - 2)]);
      expect(last.drawn, `accepted of ${count}`).to.equal(count - 1);
      expect(last.order).to.deep.equal(dealBy(count, [count - 1, ...zeros(count - 2)]).order);
      const rejected = dealBy(count, [limit, WORDS - 1, 1, ...zeros(count - 2)]);
      expect(rejected.drawn, `rejected of ${count}`).to.equal(count + 1);
      expect(rejected.order).to.deep.equal(dealBy(count, [1, ...zeros(count - 2)]).order);
    }
  });

  it('reject nothing for a power of two', () => {
    expect(dealBy(2, [WORDS - 1])).to.deep.equal({...dealBy(2, [1]), drawn: 1});
    expect(dealBy(8, [WORDS - 1, ...zeros(6)]).drawn).to.equal(7);
  });

  it('check each draw against its own limit', () => {
    const reject = WORDS - 1;
    expect(dealBy(3, [reject, 0, reject])).to.deep.equal({...dealBy(3, [0, 1]), drawn: 3});
  });

  it('need no word for one person or none', () => {
    expect(dealBy(1, []).drawn).to.equal(0);
    expect(dealBy(0, []).drawn).to.equal(0);
  });
});
