import type {GroupTables, NewRows} from '../../../src/application/ports/group-tables.ts';
import {serially} from '../../../src/application/serially.ts';
import type {TheoryId, WallTime} from '../../../src/domain/ids.ts';
import type {TabValues} from '../../../src/domain/tab-values.ts';
import {TABLES, type Table} from '../../../src/domain/tables.ts';

export type GroupRow = {
  readonly iin: string | null;
  readonly theoryId: TheoryId;
  readonly dateStart: WallTime;
  readonly dateEnd: WallTime;
  readonly insertDatetime: WallTime | null;
  readonly tabs: TabValues;
};

/** The tables' rows, shared by all who open the same store, as sessions share a database. */
export type MemoryTables = Map<Table, GroupRow[]>;

export function memoryTables(): MemoryTables {
  return new Map(TABLES.map((table) => [table, []]));
}

/** The group tables of one database in memory: the simplest that keeps the port's promises. */
export function memoryGroupTables(tables: MemoryTables, sysdate: () => WallTime): GroupTables {
  const rowsUnder = (table: Table, theoryIds: readonly TheoryId[], since = '') =>
    tables.get(table)!.filter((row) => theoryIds.includes(row.theoryId) && (row.insertDatetime ?? '') >= since);
  const exclusive = serially();
  return {
    sysdate: async () => sysdate(),
    async *members(table, theoryIds, since) {
      yield rowsUnder(table, theoryIds, since).map(({theoryId, iin}) => ({theoryId, iin}));
    },
    earliestTabs: async (table, theoryIds, since) => {
      const latestFirst = rowsUnder(table, theoryIds, since).toSorted((a, b) => -compareAge(a, b));
      return new Map(latestFirst.map(({theoryId, tabs}) => [theoryId, tabs]));
    },
    count: async (table, theoryIds, since) =>
      theoryIds.map((theoryId) => {
        const own = rowsUnder(table, [theoryId], since);
        const distinct = new Set(own.map(({iin}) => iin)).size;
        return {table, theoryId, rows: own.length, distinct};
      }),
    warnings: async () => [],
    totals: async (table, theoryIds, since) =>
      new Map(theoryIds.map((theoryId) => [theoryId, rowsUnder(table, [theoryId], since).length])),
    lock: (table, work) =>
      exclusive(() =>
        work({
          async *existingRows(theoryIds, since) {
            yield rowsUnder(table, theoryIds, since);
          },
          insertAndCommit: async (groups) =>
            void tables.get(table)!.push(...groups.flatMap((group) => newRows(group, sysdate()))),
        }),
      ),
  };
}

export function newRows({members, notBefore, ...group}: NewRows, now: WallTime): GroupRow[] {
  const insertDatetime = now > notBefore ? now : notBefore;
  return members.map((iin) => ({iin, insertDatetime, ...group}));
}

/** By INSERT_DATETIME, then IIN; what is missing comes last. */
function compareAge(a: GroupRow, b: GroupRow): number {
  const [ageA, ageB] = [a, b].map(({insertDatetime, iin}) => `${insertDatetime ?? '~'} ${iin ?? '~'}`);
  return ageA! < ageB! ? -1 : 1;
}
