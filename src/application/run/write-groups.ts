import type {Iin, TheoryId, WallTime} from '../../domain/ids.ts';
import {parseIin} from '../../domain/iin.ts';
import type {GroupWrite} from '../../domain/run-events.ts';
import type {Table} from '../../domain/tables.ts';
import {Failure} from '../failure.ts';
import type {GroupTables, LockedTable} from '../ports/group-tables.ts';
import type {RosterGroup} from './roster.ts';

/** A campaign's groups in one table, with the people who are to stand there. */
export type WantedRows = {
  readonly table: Table;
  readonly dateStart: WallTime;
  readonly dateEnd: WallTime;
  /** The database's SYSDATE before the run's first write: no row of the run is older. */
  readonly since: WallTime;
  /** Who has an older row was met when the run was planned. */
  readonly metBefore: WallTime;
  readonly groups: readonly RosterGroup[];
  /** For whom the plan has all its people, in all groups; asked only when rows of others have come since the run began. */
  readonly planned: () => Promise<ReadonlyMap<Iin, TheoryId>>;
};

/**
 * Makes the rows stand, exactly once, however often it is said: lock, check the lease, read who stands there already,
 * insert the missing, commit. The lock waits for what an older session has not committed yet, so that a repeat, a commit
 * whose answer was lost and a worker that wakes up late are all the same case. After an error, say it again.
 */
export async function writeGroups(
  tables: GroupTables,
  wanted: WantedRows,
  fence: () => Promise<void>,
): Promise<GroupWrite[]> {
  const {table, dateStart, dateEnd, since, groups} = wanted;
  return tables.lock(table, async (locked) => {
    await fence();
    const present = await readPresent(locked, wanted);
    const missing = groups.map((group) => ({
      ...group,
      members: present.size === 0 ? group.members : group.members.filter((iin) => !present.has(iin)),
    }));
    await locked.insertAndCommit(
      missing.map(({theoryId, tabs, members}) => ({theoryId, dateStart, dateEnd, notBefore: since, tabs, members})),
    );
    return groups.map(({theoryId, members}, i) => ({
      theoryId,
      table,
      rows: members.length,
      inserted: missing[i]!.members.length,
      preexisting: 0,
    }));
  });
}

/** Which of the wanted people the run, or another program meanwhile, has put there. */
async function readPresent(
  locked: LockedTable,
  {table, metBefore, groups, planned}: WantedRows,
): Promise<ReadonlySet<Iin>> {
  const present = new Set<Iin>();
  let groupOf: Map<Iin, TheoryId> | null = null;
  let everybody: ReadonlyMap<Iin, TheoryId> | null = null;
  for await (const batch of locked.existingRows(
    groups.map(({theoryId}) => theoryId),
    metBefore,
  )) {
    if (batch.length === 0) continue;
    groupOf ??= new Map(groups.flatMap(({theoryId, members}) => members.map((iin) => [iin, theoryId] as const)));
    for (const row of batch) {
      const iin = parseIin(row.iin);
      if (!iin) continue;
      if (!groupOf.has(iin)) everybody ??= await planned();
      const wanted = groupOf.get(iin) ?? everybody?.get(iin);
      if (!wanted) continue;
      if (wanted !== row.theoryId) throw strayed(table, row.theoryId, wanted);
      present.add(iin);
    }
  }
  return present;
}

/** Somebody whom the plan has in one group stands in another. */
export function strayed(table: Table, found: TheoryId, wanted: TheoryId): Failure {
  return new Failure('breach', `${table}: somebody planned for ${wanted} was put into ${found} since the run began`, {
    advice:
      'another installation may have dealt the same people (its state is not this one: give both the same MONGODB_URI), or another program; the run goes on once these rows are gone, or is given up: softcollection runs abandon',
  });
}
