import type {GroupTables} from '../../application/ports/group-tables.ts';
import type {WallTime} from '../../domain/ids.ts';
import type {TabValues} from '../../domain/tab-values.ts';
import {databaseOf, type Table} from '../../domain/tables.ts';
import type {Catalogue} from './catalogue.ts';
import {lockTable} from './lock-table.ts';
import {lockedTable} from './locked-table.ts';
import {lostLetters} from './lost-letters.ts';
import type {OracleDatabase, Work} from './oracle-database.ts';
import {memberRows, parseId} from './read-rows.ts';
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
      const binds = idBinds(theoryIds, since);
      for await (const rows of db.stream<[string, string | null]>(work('members', table), sql, binds)) {
        yield memberRows(rows);
      }
    },

    earliestTabs: async (table, theoryIds, since) => {
      if (theoryIds.length === 0) return new Map();
      return db.use(work('earliest tabs', table), async (session) => {
        const sql = statements.earliestTabs(table, theoryIds.length, since !== undefined);
        const binds = idBinds(theoryIds, since);
        const rows = await session.rows<[string, ...TabValues]>(sql, binds);
        return new Map(rows.map(([theoryId, ...tabs]) => [parseId(theoryId), tabs]));
      });
    },

    count: async (table, theoryIds, since) => {
      if (theoryIds.length === 0) return [];
      return db.use(work('count', table), async (session) => {
        const sql = statements.count(table, theoryIds.length);
        const counts = await session.rows<[string, number, number]>(sql, idBinds(theoryIds, since));
        return counts.map(([theoryId, rows, distinct]) => ({table, theoryId: parseId(theoryId), rows, distinct}));
      });
    },

    totals: async (table, theoryIds, since) => {
      if (theoryIds.length === 0) return new Map();
      return db.use(work('totals', table), async (session) => {
        const sql = statements.totals(table, theoryIds.length, since !== undefined);
        const binds = idBinds(theoryIds, since);
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
