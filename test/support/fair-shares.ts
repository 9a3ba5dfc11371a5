import type {NextWord} from '../../src/domain/draw.ts';
import {keystream, seedNumber} from './keystream.ts';

/** Deals people 0 … n-1: answers the groups' members, by group. */
export type Deal = (nextWord: NextWord) => readonly (readonly number[])[];

/**
 * How far each person's share of each group is from the fair one, over the seeds 0 … `seeds` - 1.
 * In a random permutation of n the people's places depend on one another; the factor (n - 1) / n makes up for it,
 * and the sum over all people and groups is chi-square with (n - 1)(groups - 1) degrees of freedom.
 */
export function chiSquare(deal: Deal, seeds: number): {statistic: number; degrees: number} {
  const seen = new Map<string, number>();
  let groups: readonly (readonly number[])[] = [];
  for (let n = 0; n < seeds; n++) {
    groups = deal(keystream(seedNumber(n)));
    for (const [g, members] of groups.entries()) {
      for (const person of members) seen.set(`${person}/${g}`, (seen.get(`${person}/${g}`) ?? 0) + 1);
    }
  }
  const people = groups.flat().length;
  let sum = 0;
  for (const [g, {length}] of groups.entries()) {
    const fair = (seeds * length) / people;
    for (let person = 0; person < people; person++) sum += ((seen.get(`${person}/${g}`) ?? 0) - fair) ** 2 / fair;
  }
  return {statistic: (sum * (people - 1)) / people, degrees: (people - 1) * (groups.length - 1)};
}
