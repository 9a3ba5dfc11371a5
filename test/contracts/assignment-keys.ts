import {expect} from 'chai';
import fc from 'fast-check';
import type {AssignmentKeys} from '../../src/application/ports/assignment-keys.ts';
import type {RunId} from '../../src/domain/ids.ts';

/** What all keys of assignment promise; `make` derives them from a first or another secret. */
export function assignmentKeysContract(name: string, make: (secret: 'ours' | 'theirs') => AssignmentKeys): void {
  describe(`assignment keys: ${name}`, () => {
    const [ours, again, theirs] = [make('ours'), make('ours'), make('theirs')];
    const [first, second] = ['distribution-2024-01-15', 'distribution-2024-01-15.2'] as [RunId, RunId];
    const words = (seed: string, n: number) => {
      const next = ours.keystream(seed);
      return Array.from({length: n}, next);
    };

    it('give a run the same seed always, and another to any other run or under another secret', () => {
      expect(ours.seedOf(first))
        .to.equal(again.seedOf(first))
        .and.match(/^[0-9a-f]{64}$/);
      expect(new Set([ours.seedOf(first), ours.seedOf(second), theirs.seedOf(first)]).size).to.equal(3);
    });

    it('draw the same words from a seed each time, from its beginning, over more than one block', () => {
      const [seed, other] = [ours.seedOf(first), ours.seedOf(second)];
      const long = words(seed, 20_000);
      expect(words(seed, 20_000)).to.deep.equal(long);
      expect(words(other, 4)).not.to.deep.equal(long.slice(0, 4));
      expect(long.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).to.equal(true);
      expect(new Set(long).size).to.be.greaterThan(19_990);
    });

    it('give the same digest to the same parts only, in their order', () => {
      const parts = fc.array(fc.stringMatching(/^[0-9a-c]{0,3}$/), {maxLength: 4});
      fc.assert(
        fc.property(parts, parts, (a, b) => {
          const same = a.length === b.length && a.every((part, i) => part === b[i]);
          expect(ours.digest(a) === again.digest(b)).to.equal(same);
        }),
        {numRuns: 1_000},
      );
      expect(ours.digest(['ab', 'c'])).not.to.equal(ours.digest(['a', 'bc']));
    });

    it('name their digest key, which another secret changes with every digest', () => {
      expect(ours.former(theirs.digestKey)).to.equal(null);
      expect(ours.digestKey).to.equal(again.digestKey).and.not.equal(theirs.digestKey);
      expect(ours.digest(['a'])).not.to.equal(theirs.digest(['a']));
    });
  });
}
