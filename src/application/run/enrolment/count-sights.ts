import type {BusinessDate, TheoryId, WallTime} from '../../../domain/ids.ts';
import {type Database, databaseOf, TABLES, type Table} from '../../../domain/tables.ts';
import {midnightOf} from '../../../domain/wall-time.ts';
import {writeKey} from '../../../domain/writes.ts';
import {allSettledOrThrow} from '../../all-settled.ts';
import type {DatabaseTables} from '../../ports/group-tables.ts';
import type {Look, Rows} from './look.ts';
import type {RowsOfRuns} from './rows-of-runs.ts';

/** A campaign that is looked at: all ids under which people are enrolled in it, and what is known of their rows. */
export type Subject = RowsOfRuns & {
  readonly theoryIds: readonly TheoryId[];
  readonly look: Look | null;
};

/** What stands in the tables now, and where rows stand that nobody knows: of a group in all, or not older than `since`. */
export type Sight = Pick<Look, 'countedOn' | 'since' | 'recent' | 'total' | 'ours'> & {
  readonly unknown: readonly Unknown[];
};

export type Unknown = {readonly table: Table; readonly theoryId: TheoryId; readonly since: WallTime | undefined};

type Since = Look['since'];

/** `since`: what the databases' clocks showed before the look. */
export type LookMoment = {readonly on: BusinessDate; readonly since: Since};

/** So many rows of a campaign are counted at each look; beyond it rows from before the last look are counted less often. */
const FEW_ROWS = 200_000;
const DAY_MS = 86_400_000;

/**
 * Counts rows and compares them with what was known. All counts come before any row is read: what is added in between is
 * not counted, and shows the next time.
 */
export async function countSights(
  tables: DatabaseTables,
  subjects: readonly Subject[],
  {on, since: now}: LookMoment,
): Promise<Sight[]> {
  const since = {dssb_app: midnightOf(now.dssb_app), spss: midnightOf(now.spss)};
  const recent = await countRows(tables, subjects, () => since);
  const known = subjects.filter(({look}) => look !== null);
  const fresh = await countRows(tables, known, ({look}) => look?.since);
  // Whoever writes to these groups may also have dated rows back.
  const others = known.some((subject) => placesOf(subject).some((place) => !isFreshKnown(subject, fresh, place.key)));
  const counted = subjects.filter((subject) => others || isDue(subject, on));
  const total = await countRows(tables, counted, () => undefined);
  return subjects.map((subject) => {
    const isCounted = counted.includes(subject);
    const places = placesOf(subject);
    return {
      countedOn: isCounted || !subject.look ? on : subject.look.countedOn,
      since,
      ours: rowsAt(places, ({key}) => subject.ours.get(key)),
      recent: rowsAt(places, ({key}) => recent.get(key)),
      total: rowsAt(places, ({key}) => (isCounted ? total.get(key) : older(subject, key) + (fresh.get(key) ?? 0))),
      unknown: places.flatMap(({key, table, theoryId}): Unknown[] => {
        const rows = total.get(key) ?? 0;
        const isOldKnown = !isCounted || (subject.look && rows - (fresh.get(key) ?? 0) === older(subject, key));
        if (!isOldKnown) return rows > 0 ? [{table, theoryId, since: undefined}] : [];
        const from = subject.look?.since[databaseOf(table)];
        return isFreshKnown(subject, fresh, key) ? [] : [{table, theoryId, since: from}];
      }),
    };
  });
}

type Place = {readonly key: string; readonly table: Table; readonly theoryId: TheoryId};

export function placesOf({theoryIds}: Subject): Place[] {
  return TABLES.flatMap((table) => theoryIds.map((theoryId) => ({key: writeKey({table, theoryId}), table, theoryId})));
}

/** Whether the rows that are new since the last look are those that runs have added. */
function isFreshKnown({look, ours}: Subject, fresh: ReadonlyMap<string, number>, key: string): boolean {
  const added = (ours.get(key) ?? 0) - (look?.ours[key] ?? 0);
  return (fresh.get(key) ?? 0) === (look?.recent[key] ?? 0) + added;
}

/** Rows that the last look knew, without its recent ones. */
function older({look}: Subject, key: string): number {
  return (look?.total[key] ?? 0) - (look?.recent[key] ?? 0);
}

/** A campaign of many rows once a week, each on a weekday of its own: no morning counts them all. */
function isDue({theoryIds, look}: Subject, on: BusinessDate): boolean {
  if (look === null) return true;
  // Ids that are numbered one after the other fall on days one after the other.
  const weekday = [...(theoryIds[0] ?? '')].reduce((sum, letter) => (sum * 10 + letter.charCodeAt(0)) % 7, 0);
  const weekOf = (date: BusinessDate) => Math.floor((Date.parse(date) / DAY_MS + weekday) / 7);
  const rows = Object.values(look.total).reduce((sum, count) => sum + count, 0);
  return rows <= FEW_ROWS || weekOf(on) > weekOf(look.countedOn);
}

/** A group without any is absent. */
export function rowsAt(places: readonly Place[], count: (place: Place) => number | undefined): Rows {
  const counts = places.map((place) => [place.key, count(place) ?? 0] as const);
  return Object.fromEntries(counts.filter(([, rows]) => rows > 0));
}

/** One statement a table for all subjects that ask from the same moment on. */
async function countRows(
  tables: DatabaseTables,
  subjects: readonly Subject[],
  sinceOf: (subject: Subject) => Since | undefined,
): Promise<ReadonlyMap<string, number>> {
  const counts = TABLES.map(async (table) => {
    const database: Database = databaseOf(table);
    const found: [string, number][] = [];
    for (const since of new Set(subjects.map((subject) => sinceOf(subject)?.[database]))) {
      const asking = subjects.filter((subject) => sinceOf(subject)?.[database] === since);
      const totals = await tables[database].totals(
        table,
        asking.flatMap(({theoryIds}) => theoryIds),
        since,
      );
      for (const [theoryId, rows] of totals) found.push([writeKey({table, theoryId}), rows]);
    }
    return found;
  });
  return new Map((await allSettledOrThrow(counts)).flat());
}
