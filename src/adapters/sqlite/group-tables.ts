import type {GroupTables, MemberRow, NewRows, RowCount} from '../../application/ports/group-tables.ts';
import type {TheoryId, WallTime} from '../../domain/ids.ts';
import {COLUMN_BYTES, cutToBytes, type TabValues} from '../../domain/tab-values.ts';
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
      const parameters = [{ids: JSON.stringify(theoryIds), ...(since === undefined ? {} : {since})}];
      const text = sql.members(table, since !== undefined);
      for await (const rows of file.stream<[TheoryId, string | null]>(text, parameters)) {
        yield rows.map(([theoryId, iin]): MemberRow => ({theoryId, iin}));
      }
    },

    earliestTabs: (table, theoryIds, since) =>
      file.use((db) => {
        const given = {ids: JSON.stringify(theoryIds), ...(since === undefined ? {} : {since})};
        const statement = db.prepare(sql.earliestTabs(table, since !== undefined)).raw();
        const rows = statement.all(given) as [TheoryId, ...TabValues][];
        return new Map(rows.map(([theoryId, ...tabs]) => [theoryId, fitting(tabs)]));
      }),

    count: (table, theoryIds, since) =>
      file.use((db) => {
        const rows = db.prepare(sql.count(table)).all({since, ids: JSON.stringify(theoryIds)}) as Omit<
          RowCount,
          'table'
        >[];
        return rows.map((row) => ({table, ...row}));
      }),

    warnings: async () => [],

    totals: (table, theoryIds, since) =>
      file.use((db) => {
        const statement = db.prepare(sql.totals(table, since !== undefined)).raw();
        const given = {ids: JSON.stringify(theoryIds), ...(since === undefined ? {} : {since})};
        return new Map(statement.all(given) as [TheoryId, number][]);
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
  const statement = db.prepare(sql.members(table, true)).raw();
  const rows = statement.iterate({ids: JSON.stringify(theoryIds), since}) as Iterable<[TheoryId, string | null]>;
  for (const batch of batches(rows, STANDING_ROWS)) {
    yield batch.map(([theoryId, iin]): MemberRow => ({theoryId, iin}));
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

/** SQLite would keep what no column of the bank's tables holds. */
function fitting(tabs: TabValues): TabValues {
  const [a, b, c, d, e] = tabs.map((tab) => tab && cutToBytes(tab, COLUMN_BYTES));
  return [a ?? null, b ?? null, c ?? null, d ?? null, e ?? null];
}
