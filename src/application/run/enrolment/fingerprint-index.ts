import type {Fingerprints} from '../../ports/enrolment-cipher.ts';

/** Finds a person among many by the fingerprint that stands at a place of another list. */
export type FingerprintIndex = {
  readonly size: number;
  /** The first person with the fingerprint of the `n`-th in `words`, or -1. */
  find(words: Fingerprints, n: number): number;
};

/** An open hash table: eight bytes a person, where a Map of strings takes a hundred. */
export function indexFingerprints(people: Fingerprints): FingerprintIndex {
  const count = people.length / 2;
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(count, 1) * 2))).fill(-1);
  const mask = slots.length - 1;
  const find = (words: Fingerprints, n: number): number => {
    const [low, high] = [words[2 * n]!, words[2 * n + 1]!];
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const person = slots[slot]!;
      if (person < 0) return ~slot;
      if (people[2 * person] === low && people[2 * person + 1] === high) return person;
    }
  };
  for (let person = 0; person < count; person++) {
    const place = find(people, person);
    if (place < 0) slots[~place] = person;
  }
  return {size: count, find: (words, n) => Math.max(find(words, n), -1)};
}

/** Lists one after the other. */
export function joinFingerprints(lists: readonly Fingerprints[]): Fingerprints {
  const joined = new Uint32Array(lists.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}
