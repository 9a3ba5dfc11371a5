import {Failure} from '../../application/failure.ts';
import type {GroupTables, LockedTable, MemberRow} from '../../application/ports/group-tables.ts';
import type {TheoryId, WallTime} from '../../domain/ids.ts';
import type {TabValues} from '../../domain/tab-values.ts';
import {type Database, databaseOf, type Table} from '../../domain/tables.ts';
import type {Catalogue, Columns} from './catalogue.ts';
import {fitTabs} from './fit-tabs.ts';
import {insertBatches, insertBinds} from './insert-rows.ts';
import {lockTable} from './lock-table.ts';
import {lostLetters} from './lost-letters.ts';
import type {OracleDatabase, Work} from './oracle-database.ts';
import type {OracleSession} from './oracle-session.ts';
import {idBinds, type OracleStatements} from './statements.ts';

export type OracleTablesOptions = {
  readonly statements: OracleStatements;
  readonly columns: Catalogue;
  readonly batchRows: number;
  readonly lockWaitMs: number;
  /** Told when a lock is waited for. */
  readonly onWait: (message: string) => void;
};

/** The group tables of one Oracle database. */
export function oracleGroupTables(db: OracleDatabase, options: OracleTablesOptions): GroupTables {
  const {statements, columns, lockWaitMs, onWait} = options;
  const work = (action: string, table: Table): Work => ({action, what: statements.qualified(table)});
  return {
    sysdate: () =>
      db.use({action: 'sysdate', what: 'SYSDATE'}, async (session) => {
        const [row] = await session.rows<[WallTime]>(statements.sysdate);
        return row![0];
      }),

    async *members(table, theoryIds, since) {
      if (theoryIds.length === 0) return;
      const sql = statements.members(table, theoryIds.length, since !== undefined);
      const binds = {...idBinds(theoryIds), ...(since === undefined ? {} : {since})};
      for await (const rows of db.stream<[string, string | null]>(work('members', table), sql, binds)) {
        yield rows.map(([theoryId, iin]): MemberRow => ({theoryId: parseId(theoryId), iin}));
      }
    },

    earliestTabs: async (table, theoryIds, since) => {
      if (theoryIds.length === 0) return new Map();
      return db.use(work('earliest tabs', table), async (session) => {
        const sql = statements.earliestTabs(table, theoryIds.length, since !== undefined);
        const binds = {...idBinds(theoryIds), ...(since === undefined ? {} : {since})};
        const rows = await session.rows<[string, ...TabValues]>(sql, binds);
        return new Map(rows.map(([theoryId, ...tabs]) => [parseId(theoryId), tabs]));
      });
    },

    count: async (table, theoryIds, since) => {
      if (theoryIds.length === 0) return [];
      return db.use(work('count', table), async (session) => {
        const sql = statements.count(table, theoryIds.length);
        const counts = await session.rows<[string, number, number]>(sql, {...idBinds(theoryIds), since});
        return counts.map(([theoryId, rows, distinct]) => ({table, theoryId: parseId(theoryId), rows, distinct}));
      });
    },

    totals: async (table, theoryIds, since) => {
      if (theoryIds.length === 0) return new Map();
      return db.use(work('totals', table), async (session) => {
        const sql = statements.totals(table, theoryIds.length, since !== undefined);
        const binds = {...idBinds(theoryIds), ...(since === undefined ? {} : {since})};
        const totals = await session.rows<[string, number]>(sql, binds);
        return new Map(totals.map(([theoryId, rows]) => [parseId(theoryId), rows]));
      });
    },

    warnings: async (texts) => [
      ...db.warnings(),
      ...(texts.length > 0 ? lostLetters(texts, (await columns()).charset, db.database) : []),
    ],

    lock: async (table, run) => {
      const known = await columns();
      const writing = work('write groups', table);
      return db.use(writing, async (session) => {
        const sql = (seconds: number) => statements.lock(table, seconds);
        await lockTable(session, {
          database: databaseOf(table),
          table: statements.qualified(table),
          sql,
          lockWaitMs,
          onWait,
        });
        const locked = lockedTable(session, table, {...options, known}, (theoryIds) => {
          writing.what = `${statements.qualified(table)} (${theoryIds.join(', ')})`;
        });
        const result = await run(locked);
        await locked.end();
        return result;
      });
    },
  };
}

function lockedTable(
  session: OracleSession,
  table: Table,
  {statements, batchRows, known}: OracleTablesOptions & {known: Columns},
  /** Told which groups are worked on, for the words of an error. */
  onGroups: (theoryIds: readonly TheoryId[]) => void,
): LockedTable & {end(): Promise<void>} {
  let committed = false;
  return {
    async *existingRows(theoryIds, since) {
      onGroups(theoryIds);
      const sql = statements.members(table, theoryIds.length, true);
      const binds = {...idBinds(theoryIds), since};
      for await (const rows of session.stream<[string, string | null]>(sql, binds)) {
        yield rows.map(([theoryId, iin]): MemberRow => ({theoryId: parseId(theoryId), iin}));
      }
    },
    insertAndCommit: async (groups) => {
      const total = groups.reduce((sum, {members}) => sum + members.length, 0);
      const fitted = groups.map((group) => ({...group, tabs: fitTabs(group.tabs, known, statements.qualified(table))}));
      const binds = insertBinds(fitted);
      let sent = 0;
      for (const rows of insertBatches(fitted, batchRows)) {
        sent += rows.length;
        const inserted = await session.executeMany(statements.insert(table), rows, binds, sent === total);
        if (inserted !== rows.length)
          throw swallowed(databaseOf(table), statements.qualified(table), rows.length, inserted);
      }
      committed = total > 0;
    },
    /** Releases the lock where nothing was inserted. */
    end: async () => {
      if (!committed) await session.rollback();
    },
  };
}

/** The rows that were taken stay, for a repeat to find. */
function swallowed(database: Database, table: string, sent: number, inserted: number): Failure {
  return new Failure(
    'refused',
    `${database}, ${table}: of ${sent} rows the database took ${inserted}, without an error`,
    {
      advice: 'find the trigger or policy on this table that drops rows, have it changed, then: softcollection resume',
      database,
    },
  );
}

/** A CHAR column comes padded with blanks. */
function parseId(text: string): TheoryId {
  return text.trimEnd() as TheoryId;
}
