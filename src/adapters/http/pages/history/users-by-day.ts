import type {Day} from '../../../../application/service/list-days.ts';

/** Series that a reader can still tell apart. */
const MOST_SERIES = 8;

/** People a day by campaign, the greatest campaigns first; all further ones are one series, whose name is null. */
export type UsersByDay = {
  readonly dates: readonly string[];
  readonly series: readonly {readonly name: string | null; readonly people: readonly number[]}[];
};

export function usersByDay(days: readonly Day[]): UsersByDay {
  const totals = new Map<string, number>();
  const ofDay = days.map(({runs}) => {
    const people = new Map<string, number>();
    for (const [campaign, given] of runs.flatMap((run) => Object.entries(run.people))) {
      people.set(campaign, (people.get(campaign) ?? 0) + given);
      totals.set(campaign, (totals.get(campaign) ?? 0) + given);
    }
    return people;
  });
  const ranked = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([campaign]) => campaign);
  const [shown, rest] = [ranked.slice(0, MOST_SERIES), ranked.slice(MOST_SERIES)];
  const sumOf = (people: ReadonlyMap<string, number>, of: readonly string[]) =>
    of.reduce((sum, campaign) => sum + (people.get(campaign) ?? 0), 0);
  return {
    dates: days.map(({date}) => date),
    series: [
      ...shown.map((name) => ({name, people: ofDay.map((people) => people.get(name) ?? 0)})),
      ...(rest.length > 0 ? [{name: null, people: ofDay.map((people) => sumOf(people, rest))}] : []),
    ],
  };
}
