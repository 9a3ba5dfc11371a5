import {expect} from 'chai';
import fc from 'fast-check';
import {catchUpSplit, evenSplit, planCampaigns} from '../../src/domain/campaign-plan.ts';
import {sampleCampaigns} from '../support/sample-campaigns.ts';

const sizesOf = (campaigns: number, people: number) =>
  planCampaigns(sampleCampaigns(campaigns), people).map(({groups}) => groups.map(({size}) => size));

describe('even split', () => {
  it('gives the last parts one more, as the contract says', () => {
    expect(evenSplit(100, 3)).to.deep.equal([33, 33, 34]);
    expect(evenSplit(101, 3)).to.deep.equal([33, 34, 34]);
    expect(evenSplit(34, 5)).to.deep.equal([6, 7, 7, 7, 7]);
    expect(evenSplit(3, 5)).to.deep.equal([0, 0, 1, 1, 1]);
    expect(evenSplit(0, 2)).to.deep.equal([0, 0]);
  });

  it('loses nobody, differs by at most one, and never has a larger part before a smaller one', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({min: 1, max: 300}), (n, parts) => {
        const sizes = evenSplit(n, parts);
        expect(sizes).to.have.length(parts);
        expect(sizes.reduce((sum, size) => sum + size, 0)).to.equal(n);
        expect(sizes.at(-1)! - sizes[0]!).to.be.within(0, 1);
        expect(sizes).to.deep.equal(sizes.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('split that catches up', () => {
  it('gives the remainder to those furthest behind, ties to the last', () => {
    expect(catchUpSplit(34, [0, 0, 0, 0, 0])).to.deep.equal([6, 7, 7, 7, 7]);
    expect(catchUpSplit(1, [6, 7, 7, 7, 7])).to.deep.equal([1, 0, 0, 0, 0]);
    expect(catchUpSplit(7, [3, 1, 2, 1, 3])).to.deep.equal([1, 2, 1, 2, 1]);
    expect(catchUpSplit(3, [1, 1, 2, 2, 2])).to.deep.equal([1, 1, 0, 0, 1]);
  });

  it('is the even split on the first day', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({min: 1, max: 9}), (n, parts) => {
        expect(catchUpSplit(n, Array(parts).fill(0))).to.deep.equal(evenSplit(n, parts));
      }),
    );
  });

  it('keeps all parts within one of each other over any history of sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), {maxLength: 60}), (days) => {
        let totals = [0, 0, 0, 0, 0];
        for (const people of days) {
          const sizes = catchUpSplit(people, totals);
          const base = Math.floor(people / 5);
          for (const size of sizes) expect(size).to.be.within(base, base + 1);
          expect(sizes.reduce((sum, size) => sum + size, 0)).to.equal(people);
          totals = totals.map((total, i) => total + sizes[i]!);
          expect(Math.max(...totals) - Math.min(...totals)).to.be.at.most(1);
        }
      }),
    );
  });
});

describe('campaign plan', () => {
  it('splits over campaigns, then over groups A to E', () => {
    expect(sizesOf(3, 100)).to.deep.equal([
      [6, 6, 7, 7, 7],
      [6, 6, 7, 7, 7],
      [6, 7, 7, 7, 7],
    ]);
  });

  it('sends three users of a campaign to C, D and E', () => {
    const [campaign] = planCampaigns(sampleCampaigns(1), 3);
    const used = campaign!.groups.filter(({size}) => size > 0);
    expect(used.map(({letter, theoryId}) => [letter, theoryId])).to.deep.equal([
      ['C', 'SC00000001.3'],
      ['D', 'SC00000001.4'],
      ['E', 'SC00000001.5'],
    ]);
  });

  it("gives a campaign's next people to the groups that are behind in it", () => {
    const [first] = planCampaigns(sampleCampaigns(1), 3);
    const totals = new Map(first!.groups.map(({theoryId, size}) => [theoryId, size]));
    const [second] = planCampaigns(sampleCampaigns(1), 3, totals);
    expect(second!.groups.map(({carried}) => carried)).to.deep.equal([0, 0, 1, 1, 1]);
    expect(second!.groups.map(({size}) => size)).to.deep.equal([1, 1, 0, 0, 1]);
  });

  it('gives fewer users than campaigns to the last campaigns, each to its group E', () => {
    expect(sizesOf(4, 2)).to.deep.equal([
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
      [0, 0, 0, 0, 1],
    ]);
  });

  it('covers the dealt order with consecutive blocks, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 12}), fc.nat(2_000), (count, people) => {
        const campaigns = sampleCampaigns(count);
        const plan = planCampaigns(campaigns, people);
        let next = 0;
        for (const {total, groups} of plan) {
          expect(groups.reduce((sum, {size}) => sum + size, 0)).to.equal(total);
          for (const {offset, size} of groups) {
            expect(offset).to.equal(next);
            next += size;
          }
        }
        expect(next).to.equal(people);
        expect(plan.map(({total}) => total)).to.deep.equal(evenSplit(people, count));
        expect(plan.map(({campaign}) => campaign)).to.deep.equal(campaigns);
      }),
    );
  });
});
