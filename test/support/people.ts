import fc from 'fast-check';
import type {Iin} from '../../src/domain/ids.ts';

/**
 * Synthetic ids by number. Tests generate a crowd's description and make the ids inside,
 * so that a counterexample or a failed assertion prints numbers and never an id.
 */
const KINDS = {
  digits: (n: number) => String(n).padStart(12, '0'),
  longDigits: (n: number) => `9007199254740${String(n).padStart(5, '0')}`,
  lengths: (n: number) => String(n * n),
  mixed: (n: number) => (n % 2 ? `id-${n}` : String(n).padStart(12, '0')),
  unicode: (n: number) => `${['é', 'ұ', '人', '😀', '٣', '\uffee'][n % 6]}${n}`,
};

export type Crowd = {readonly kind: keyof typeof KINDS; readonly count: number};

export const KINDS_OF_IDS = Object.keys(KINDS) as Crowd['kind'][];

/** Distinct ids, not in canonical order. */
export function crowd({kind, count}: Crowd): Iin[] {
  return Array.from({length: count}, (_, n) => KINDS[kind](count - n) as Iin);
}

export function crowds(maxCount: number): fc.Arbitrary<Crowd> {
  return fc.record({kind: fc.constantFrom(...KINDS_OF_IDS), count: fc.nat({max: maxCount})});
}

/** Same ids in the same places; a boolean, because chai would print the ids. */
export function sameIds(a: readonly Iin[], b: readonly Iin[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

/** The same items in another order: sorted by keys that repeat `keys`. */
export function reorder<Item>(items: readonly Item[], keys: readonly number[]): Item[] {
  const key = (i: number) => keys[i % keys.length] ?? 0;
  return items
    .map((item, i) => ({item, key: key(i)}))
    .sort((a, b) => a.key - b.key)
    .map(({item}) => item);
}
