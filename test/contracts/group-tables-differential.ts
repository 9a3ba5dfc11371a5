import fc from 'fast-check';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import type {Iin, TheoryId, WallTime} from '../../src/domain/ids.ts';
import type {TabValues} from '../../src/domain/tab-values.ts';
import {memoryGroupTables, memoryTables} from '../support/memory/group-tables.ts';
import {expectSameAnswers} from '../support/same-answers.ts';
import type {GroupTablesHarness} from './group-tables.ts';

const TABLE = 'SC_local_target';

const moment = fc.constantFrom('08:59:59', '09:00:00', '09:00:01').map((time) => `2024-01-15 ${time}` as WallTime);
const write = fc.record({
  ask: fc.constant('write' as const),
  now: moment,
  since: moment,
  group: fc.constantFrom(2, 3),
  members: fc.subarray(['999900000001', '999900000002', '999900000003'] as Iin[]),
});
const read = fc.record({
  ask: fc.constantFrom(
    'count' as const,
    'members' as const,
    'totals' as const,
    'existing' as const,
    'earliestTabs' as const,
  ),
  since: fc.option(moment),
});

/** Any writes and reads are answered as by the tables in memory. */
export async function expectTablesLikeMemory(harness: GroupTablesHarness, numRuns: number): Promise<void> {
  let now = '' as WallTime;
  const tables = await harness.open();
  await expectSameAnswers(
    fc.oneof(write, read),
    async () => [memoryGroupTables(memoryTables(), () => now), tables],
    async (asked, it, history) => {
      // Groups of its own for each history, in tables that are never emptied.
      const idOf = (group: number) => `SC${String(history).padStart(8, '0')}.${group}` as TheoryId;
      if (it.ask === 'write') {
        now = it.now;
        await harness.setSysdate(now);
        return insert(asked, idOf(it.group), it.members, it.since);
      }
      return answer(asked, it.ask, [idOf(2), idOf(3)], it.since);
    },
    numRuns,
  );
}

function insert(tables: GroupTables, theoryId: TheoryId, members: readonly Iin[], notBefore: WallTime): Promise<void> {
  const [dateStart, dateEnd] = ['2024-01-01 00:00:00', '2024-12-31 00:00:00'] as WallTime[] as [WallTime, WallTime];
  const tabs: TabValues = [members.join(), null, 'x', null, null];
  return tables.lock(TABLE, (locked) =>
    locked.insertAndCommit([{theoryId, dateStart, dateEnd, notBefore, tabs, members}]),
  );
}

/** In a form that is the same whatever order rows come in, and whether or not what is empty is named. */
async function answer(
  tables: GroupTables,
  ask: 'count' | 'members' | 'totals' | 'existing' | 'earliestTabs',
  ids: readonly TheoryId[],
  since: WallTime | null,
): Promise<unknown> {
  const from = since ?? ('2024-01-15 00:00:00' as WallTime);
  switch (ask) {
    case 'count':
      return sorted((await tables.count(TABLE, ids, from)).filter(({rows}) => rows > 0));
    case 'totals':
      return sorted([...(await tables.totals(TABLE, ids, ...(since ? [since] : [])))].filter(([, rows]) => rows > 0));
    case 'earliestTabs':
      return sorted([...(await tables.earliestTabs(TABLE, ids, ...(since ? [since] : [])))]);
    case 'members':
      return people(tables.members(TABLE, ids, ...(since ? [since] : [])));
    case 'existing':
      return tables.lock(TABLE, (locked) => people(locked.existingRows(ids, from)));
  }
}

async function people(rows: AsyncIterable<readonly {theoryId: TheoryId; iin: string | null}[]>): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of rows) found.push(...batch.map(({theoryId, iin}) => `${theoryId} ${iin}`));
  return found.sort();
}

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value, byName)).sort();

/** Objects with their fields in one order. */
function byName(_name: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}
