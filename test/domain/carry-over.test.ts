import {expect} from 'chai';
import fc from 'fast-check';
import {countByGroup, type FormerGroup, formerLabel, reportCarryOver} from '../../src/domain/carry-over.ts';
import {GROUP_LETTERS, type TheoryId} from '../../src/domain/ids.ts';

const group: fc.Arbitrary<FormerGroup> = fc.record({
  theoryId: fc.constantFrom('SC00000001', 'SC00000002', 'SC00000010').map((id) => id as TheoryId),
  letter: fc.constantFrom(...GROUP_LETTERS, null),
});

describe('people of former groups', () => {
  it('are counted once each, by group, in the order of campaigns and groups, without empty ones', () => {
    fc.assert(
      fc.property(fc.array(group, {minLength: 1, maxLength: 12}), fc.array(fc.nat()), (groups, picks) => {
        const last = picks.map((pick) => (pick % (groups.length + 1)) - 1);
        const counts = countByGroup(groups, last);
        const labels = last.flatMap((n) => (n < 0 ? [] : [formerLabel(groups[n]!)]));
        for (const {people, ...it} of counts)
          expect(people).to.equal(labels.filter((label) => label === formerLabel(it)).length);
        expect(counts.map(formerLabel)).to.deep.equal([...new Set(labels)].sort());
        const report = reportCarryOver({days: 90, groups: counts});
        expect(report).to.deep.equal({
          days: 90,
          people: labels.length,
          campaigns: new Set(labels.map((label) => label.slice(0, 10))).size,
        });
      }),
    );
  });

  it('have a name as a stratum', () => {
    const theoryId = 'SC00000001' as TheoryId;
    expect(formerLabel({theoryId, letter: 'C'})).to.equal('SC00000001 C');
    expect(formerLabel({theoryId, letter: null})).to.equal('SC00000001 unknown');
  });
});
