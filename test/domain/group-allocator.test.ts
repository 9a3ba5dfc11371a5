import {expect} from 'chai';
import fc from 'fast-check';
import {type Allocation, allocate, canonicalOrder} from '../../src/domain/group-allocator.ts';
import type {Iin} from '../../src/domain/ids.ts';
import {keystream, seedNumber} from '../support/keystream.ts';
import {crowd, crowds, KINDS_OF_IDS, reorder, sameIds} from '../support/people.ts';
import {sampleCampaigns} from '../support/sample-campaigns.ts';

const counts = fc.integer({min: 1, max: 8});
const seeds = fc.nat(1_000_000).map(seedNumber);
const orders = fc.array(fc.nat(100), {minLength: 1, maxLength: 50});

const deal = (campaigns: number, people: readonly Iin[], seed: string) =>
  allocate(sampleCampaigns(campaigns), people, keystream(seed));

function groupsOf({plan, membersOf}: Allocation): (readonly Iin[])[] {
  return plan.flatMap(({groups}) => groups.map((group) => membersOf(group)));
}

function samePlaces(a: Allocation, b: Allocation): boolean {
  const [left, right] = [groupsOf(a), groupsOf(b)];
  return left.length === right.length && left.every((members, i) => sameIds(members, right[i]!));
}

describe('group allocator', () => {
  it('puts every user in exactly one group, and fills each group to its size', () => {
    fc.assert(
      fc.property(counts, crowds(200), seeds, (campaigns, described, seed) => {
        const people = crowd(described);
        const allocation = deal(campaigns, people, seed);
        const groups = groupsOf(allocation);
        const sizes = allocation.plan.flatMap((share) => share.groups.map(({size}) => size));
        expect(groups.map(({length}) => length)).to.deep.equal(sizes);
        expect(sameIds(groups.flat().sort(), people.toSorted()), 'everybody once').to.equal(true);
      }),
    );
  });

  it('answers the same to the same people, campaigns and seed, in whatever order the people came', () => {
    fc.assert(
      fc.property(counts, crowds(200), seeds, orders, (campaigns, described, seed, order) => {
        const people = crowd(described);
        const again = deal(campaigns, reorder(people, order), seed);
        expect(samePlaces(deal(campaigns, people, seed), again), 'same places').to.equal(true);
      }),
    );
  });

  it('leaves the list it was given as it was', () => {
    const people = crowd({kind: 'digits', count: 20});
    const before = [...people];
    deal(2, people, seedNumber(1));
    expect(sameIds(people, before), 'untouched').to.equal(true);
  });

  it('puts others elsewhere under another seed, and changes no count', () => {
    for (const kind of KINDS_OF_IDS) {
      const people = crowd({kind, count: 100});
      const [one, other] = [deal(3, people, seedNumber(1)), deal(3, people, seedNumber(2))];
      expect(samePlaces(one, other), `same places of ${kind}`).to.equal(false);
      expect(one.plan).to.deep.equal(other.plan);
    }
  });

  it('does not keep the canonical order', () => {
    const people = crowd({kind: 'digits', count: 100});
    expect(sameIds(groupsOf(deal(1, people, seedNumber(1))).flat(), canonicalOrder(people))).to.equal(false);
  });

  it('deals fewer users than groups, one user, and none', () => {
    const sizes = (people: number) =>
      groupsOf(deal(2, crowd({kind: 'mixed', count: people}), seedNumber(7))).map(({length}) => length);
    expect(sizes(3)).to.deep.equal([0, 0, 0, 0, 1, 0, 0, 0, 1, 1]);
    expect(sizes(1)).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(sizes(0)).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('canonical order', () => {
  const inOrder = (ids: string[]) => sameIds(canonicalOrder(ids as Iin[]), ids as Iin[]);

  it('keeps leading zeros and sorts digits of one length', () => {
    expect(inOrder(['000000000001', '000000000002', '010000000000', '900000000000'])).to.equal(true);
  });

  it('is by bytes, not by value, once lengths differ', () => {
    expect(inOrder(['1', '10', '2'])).to.equal(true);
    expect(inOrder(['10', '9', 'A', 'a'])).to.equal(true);
  });

  it('tells apart digits beyond what a number holds', () => {
    expect(inOrder(['9007199254740992', '9007199254740993'])).to.equal(true);
    expect(inOrder(['000000000000001', '999999999999999'])).to.equal(true);
  });

  it('is one order, whatever the kind of ids and their first order', () => {
    fc.assert(
      fc.property(crowds(100), orders, (described, order) => {
        const people = crowd(described);
        const sorted = canonicalOrder(people);
        expect(sameIds(canonicalOrder(reorder(people, order)), sorted), 'one order').to.equal(true);
        expect(sameIds(sorted.toSorted(), people.toSorted()), 'nobody lost').to.equal(true);
      }),
    );
  });

  it('is the order of the bytes', () => {
    const byBytes = (ids: Iin[]) => ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const kind of ['digits', 'longDigits', 'lengths', 'mixed'] as const) {
      const people = crowd({kind, count: 120});
      expect(sameIds(canonicalOrder(people), byBytes(people)), kind).to.equal(true);
    }
  });
});
