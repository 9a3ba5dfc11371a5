import type {GroupLetter, TheoryId} from './ids.ts';
import {UNKNOWN} from './strata.ts';

/** A group of a campaign that is over; null where it is only known that somebody was in the campaign. */
export type FormerGroup = {readonly theoryId: TheoryId; readonly letter: GroupLetter | null};

/** How many of a run's people were in campaigns that had ended: each counts once, in the group that he was dealt to last. */
export type CarryOver = {
  /** How long ago a campaign may have been active for the last time: who was dealt to older ones is not known any more. */
  readonly days: number;
  /** In the order of campaigns and groups. Admins only. */
  readonly groups: readonly (FormerGroup & {readonly people: number})[];
};

/** What all may see of it: without the counts of groups, which in small ones tell of persons. */
export type CarryOverReport = {readonly days: number; readonly people: number; readonly campaigns: number};

/** The stratum of who was in no campaign, as far back as is known. */
export const NO_GROUP = 'none';

/** A former group as a stratum: `SC00000001 A`, or `SC00000001 unknown`. */
export function formerLabel({theoryId, letter}: FormerGroup): string {
  return `${theoryId} ${letter ?? UNKNOWN}`;
}

/** `last`: of each of today's people a place in `groups`, or -1 for none. */
export function countByGroup(groups: readonly FormerGroup[], last: Iterable<number>): CarryOver['groups'] {
  const people = groups.map(() => 0);
  for (const n of last) if (n >= 0) people[n]!++;
  const counts = new Map<string, CarryOver['groups'][number]>();
  for (const [n, group] of groups.entries()) {
    const label = formerLabel(group);
    const before = counts.get(label)?.people ?? 0;
    counts.set(label, {theoryId: group.theoryId, letter: group.letter, people: before + people[n]!});
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, count]) => (count.people > 0 ? [count] : []));
}

export function reportCarryOver({days, groups}: CarryOver): CarryOverReport {
  const campaigns = new Set(groups.map(({theoryId}) => theoryId));
  return {days, people: groups.reduce((sum, {people}) => sum + people, 0), campaigns: campaigns.size};
}
