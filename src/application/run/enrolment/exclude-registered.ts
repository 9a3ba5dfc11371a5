import type {Iin, TheoryId, WallTime} from '../../../domain/ids.ts';
import {parseIin} from '../../../domain/iin.ts';
import {type Database, databaseOf, TABLES} from '../../../domain/tables.ts';
import type {UserIntake} from '../../../domain/user-intake.ts';
import type {DatabaseTables} from '../../ports/group-tables.ts';
import type {RegisterSource} from './look.ts';
import {type CountedSource, countedPeople} from './settle-sources.ts';

/**
 * Takes out who is registered with a campaign, and tells the intake who of them has no row any more. The rows are only
 * asked for when somebody of today is registered, and only those since the first of these people was dealt.
 */
export async function excludeRegistered(
  {tables}: {readonly tables: DatabaseTables},
  theoryIds: readonly TheoryId[],
  counted: readonly CountedSource[],
  {today, intake}: {readonly today: readonly Iin[]; readonly intake: UserIntake},
): Promise<void> {
  const registered = new Set<Iin>();
  const sources: RegisterSource[] = [];
  for (const source of counted) {
    const before = registered.size;
    for (const person of countedPeople(source, 'today')) {
      const iin = today[person];
      if (iin !== undefined && intake.has(iin)) registered.add(iin);
    }
    if (registered.size > before) sources.push(source);
  }
  if (registered.size === 0) return;
  const gone = new Set(registered);
  for (const table of TABLES) {
    const since = earliest(sources, databaseOf(table));
    for await (const rows of tables[databaseOf(table)].members(table, theoryIds, since)) {
      for (const row of rows) gone.delete(parseIin(row.iin) as Iin);
    }
  }
  intake.exclude(registered, gone.size);
}

/** Undefined where one source does not know. */
function earliest(sources: readonly RegisterSource[], database: Database): WallTime | undefined {
  const times = sources.map(({since}) => since?.[database]).sort();
  return times.includes(undefined) ? undefined : times[0];
}
