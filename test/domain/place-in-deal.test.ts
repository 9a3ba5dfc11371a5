import {expect} from 'chai';
import fc from 'fast-check';
import {ALLOCATION_METHODS, allocate} from '../../src/domain/group-allocator.ts';
import type {Iin} from '../../src/domain/ids.ts';
import {placeInDeal} from '../../src/domain/place-in-deal.ts';
import {keystream} from '../support/keystream.ts';
import {sampleCampaigns} from '../support/sample-campaigns.ts';

const deals = fc
  .record({
    n: fc.integer({min: 1, max: 120}),
    campaigns: fc.integer({min: 1, max: 6}),
    strata: fc.integer({min: 0, max: 9}),
    method: fc.constantFrom(...ALLOCATION_METHODS),
    seed: fc.stringMatching(/^[0-9a-f]{64}$/),
  })
  .map(({n, campaigns, strata, method, seed}) => {
    const people = Array.from({length: n}, (_, i) => String(900000000000 + ((i * 7919) % n)) as Iin);
    const stratumOf = (iin: Iin) => (strata === 0 ? '' : `s${(Number(iin) * 31) % strata}`);
    const design = strata === 0 ? undefined : {method, stratumOf, standing: new Map()};
    const allocation = allocate(sampleCampaigns(campaigns), people, keystream(seed), new Map(), design);
    return {people, allocation, method: design?.method ?? ('random' as const), stratumOf, seed};
  });

describe('the place of a person in a deal', () => {
  it('leads everybody to the group that he was dealt to, by rank alone', () => {
    fc.assert(
      fc.property(deals, ({seed, ...deal}) => {
        for (const {groups} of deal.allocation.plan)
          for (const group of groups)
            for (const iin of deal.allocation.membersOf(group)) {
              const place = placeInDeal({...deal, nextWord: keystream(seed)}, iin)!;
              const {rank} = place.inStratum ?? place.drawn;
              expect(place.group.theoryId).to.equal(group.theoryId);
              expect(rank).to.be.within(place.ranks.from, place.ranks.to);
              expect(place.probability).to.be.within(0.199 * (group.size / place.campaign.total), 1);
              expect(place.inStratum === null).to.equal(deal.method === 'random');
              const {from, to} = place.ranks;
              if (!place.inStratum) expect(to - from + 1).to.equal(group.size);
            }
      }),
      {numRuns: 60},
    );
  });

  it('is the rank of the draw: each once, and another seed gives others', () => {
    const people = Array.from({length: 200}, (_, i) => String(900000000000 + i) as Iin);
    const ranksOf = (seed: string) => {
      const allocation = allocate(sampleCampaigns(3), people, keystream(seed));
      const deal = {people, allocation, method: 'random' as const, stratumOf: () => ''};
      return people.map((iin) => placeInDeal({...deal, nextWord: keystream(seed)}, iin)!.drawn.rank);
    };
    const [ones, twos] = ['1', '2'].map((digit) => ranksOf(digit.repeat(64)));
    expect([...ones!].sort((a, b) => a - b)).to.deep.equal(people.map((_, i) => i + 1));
    expect(ones).to.not.deep.equal(twos);
  });

  it('is none for who was not there', () => {
    const [first, ...people] = Array.from({length: 9}, (_, i) => String(900000000000 + i) as Iin);
    const allocation = allocate(sampleCampaigns(2), people, keystream('1'.repeat(64)));
    const deal = {people, allocation, method: 'random' as const, stratumOf: () => ''};
    expect(placeInDeal({...deal, nextWord: keystream('1'.repeat(64))}, first!)).to.equal(null);
  });
});
