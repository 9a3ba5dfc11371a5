import type {ExistingRow, GroupTables, MemberRow, NewRows} from '../../application/ports/group-tables.ts';
import type {TheoryId, WallTime} from '../../domain/ids.ts';
import type {GroupCount} from '../../domain/run-events.ts';
import type {TabValues} from '../../domain/tab-values.ts';
import type {Table} from '../../domain/tables.ts';
import {batches} from './batches.ts';
import type {Connection} from './driver.ts';
import {type SqliteFile, yieldToEventLoop} from './sqlite-file.ts';
import {sqliteStatements as sql} from './statements.ts';

const STANDING_ROWS = 10_000;

/** The group tables of one database file. `sysdate` is the wall time of the schedule's zone. */
export function sqliteGroupTables(
  file: SqliteFile,
  {sysdate, batchRows}: {sysdate: () => WallTime; batchRows: number},
): GroupTables {
  return {
    sysdate: async () => sysdate(),

    async *members(table, theoryIds, since) {
      const parameters = [JSON.stringify(theoryIds), since ?? null, since ?? null];
      for await (const rows of file.stream<[TheoryId, string | null]>(sql.members(table), parameters)) {
        yield rows.map(([theoryId, iin]): MemberRow => ({theoryId, iin}));
      }
    },

    earliestTabs: (table, theoryIds) =>
      file.use((db) => {
        const rows = db.prepare(sql.earliestTabs(table)).raw().all(JSON.stringify(theoryIds)) as [
          TheoryId,
          ...TabValues,
        ][];
        return new Map(rows.map(([theoryId, ...tabs]) => [theoryId, tabs]));
      }),

    count: (table, theoryIds, since) =>
      file.use((db) => {
        const rows = db.prepare(sql.count(table)).all({since, ids: JSON.stringify(theoryIds)}) as Omit<
          GroupCount,
          'table'
        >[];
        return rows.map((row) => ({table, ...row}));
      }),

    lock: (table, work) =>
      file.transaction((db) =>
        work({
          existingRows: (theoryIds, since) => readStanding(db, table, theoryIds, since),
          insertAndCommit: (rows) => insertRows(db, table, rows, sysdate, batchRows),
        }),
      ),
  };
}

async function* readStanding(db: Connection, table: Table, theoryIds: readonly TheoryId[], since: WallTime) {
  const rows = db.prepare(sql.standing(table)).raw().iterate(since, JSON.stringify(theoryIds)) as Iterable<
    [TheoryId, string, 0 | 1 | null]
  >;
  for (const batch of batches(rows, STANDING_ROWS)) {
    yield batch.map(([theoryId, iin, ours]): ExistingRow => ({theoryId, iin, ours: ours === 1}));
    await yieldToEventLoop();
  }
}

/** The transaction around it commits. */
async function insertRows(
  db: Connection,
  table: Table,
  groups: readonly NewRows[],
  sysdate: () => WallTime,
  batchRows: number,
): Promise<void> {
  const insert = db.prepare(sql.insert(table));
  for (const {theoryId, dateStart, dateEnd, notBefore, tabs, members} of groups) {
    for (let from = 0; from < members.length; from += batchRows) {
      const iins = JSON.stringify(members.slice(from, from + batchRows));
      insert.run(theoryId, dateStart, dateEnd, sysdate(), notBefore, ...tabs, iins);
      await yieldToEventLoop();
    }
  }
}
