import oracledb, {type BindDefinition} from 'oracledb';
import type {GroupTables, LockedTable, MemberRow, NewRows, StandingRow} from '../../application/ports/group-tables.ts';
import type {TheoryId, WallTime} from '../../domain/ids.ts';
import type {TabValues} from '../../domain/tab-values.ts';
import type {Table} from '../../domain/tables.ts';
import type {OracleDatabase, OracleSession, Work} from './oracle-database.ts';
import {lockSeconds} from './statement-texts.ts';
import {idBinds, type OracleStatements} from './statements.ts';

const text = (maxSize: number): BindDefinition => ({type: oracledb.DB_TYPE_VARCHAR, maxSize});
/** IIN, THEORY_ID, DATE_START, DATE_END, the run's beginning, TAB1–TAB5. */
export const rowBinds: BindDefinition[] = [
  text(50),
  text(50),
  text(19),
  text(19),
  text(19),
  ...Array.from({length: 5}, () => text(255)),
];

export type OracleTablesOptions = {
  readonly statements: OracleStatements;
  readonly batchRows: number;
  readonly lockWaitMs: number;
  /** Told when a lock is waited for. */
  readonly onWait: (message: string) => void;
};

/** The group tables of one Oracle database. */
export function oracleGroupTables(db: OracleDatabase, options: OracleTablesOptions): GroupTables {
  const {statements} = options;
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

    earliestTabs: async (table, theoryIds) => {
      if (theoryIds.length === 0) return new Map();
      return db.use(work('earliest tabs', table), async (session) => {
        const sql = statements.earliestTabs(table, theoryIds.length);
        const rows = await session.rows<[string, ...TabValues]>(sql, idBinds(theoryIds));
        return new Map(rows.map(([theoryId, ...tabs]) => [parseId(theoryId), tabs]));
      });
    },

    count: async (table, theoryIds, since) => {
      if (theoryIds.length === 0) return [];
      return db.use(work('count', table), async (session) => {
        const sql = statements.count(table, theoryIds.length);
        const rows = await session.rows<[string, number, number, number]>(sql, {...idBinds(theoryIds), since});
        return rows.map(([theoryId, total, own, distinct]) => ({
          table,
          theoryId: parseId(theoryId),
          rows: own,
          distinct,
          total,
        }));
      });
    },

    lock: (table, run) => {
      const writing = work('write groups', table);
      return db.use(writing, async (session) => {
        await lockTable(session, table, options);
        const locked = lockedTable(session, table, options, (theoryIds) => {
          writing.what = `${statements.qualified(table)} (${theoryIds.join(', ')})`;
        });
        const result = await run(locked);
        await locked.end();
        return result;
      });
    },
  };
}

async function lockTable(
  session: OracleSession,
  table: Table,
  {statements, lockWaitMs, onWait}: OracleTablesOptions,
): Promise<void> {
  const patience = setTimeout(
    () => onWait(`${statements.qualified(table)} is locked by another session; waiting for it`),
    2_000,
  );
  try {
    await session.execute(statements.lock(table, lockSeconds(lockWaitMs)), lockWaitMs);
  } finally {
    clearTimeout(patience);
  }
}

function lockedTable(
  session: OracleSession,
  table: Table,
  {statements, batchRows}: OracleTablesOptions,
  /** Told which groups are worked on, for the words of an error. */
  onGroups: (theoryIds: readonly TheoryId[]) => void,
): LockedTable & {end(): Promise<void>} {
  let committed = false;
  return {
    async *standing(theoryIds, since) {
      onGroups(theoryIds);
      const sql = statements.standing(table, theoryIds.length);
      const binds = {...idBinds(theoryIds), since};
      for await (const rows of session.stream<[string, string | null, 0 | 1]>(sql, binds)) {
        yield rows.map(([theoryId, iin, ours]): StandingRow => ({theoryId: parseId(theoryId), iin, ours: ours === 1}));
      }
    },
    commit: async (groups) => {
      const total = groups.reduce((sum, {members}) => sum + members.length, 0);
      let sent = 0;
      for (const batch of rowBatches(groups, batchRows)) {
        sent += batch.length;
        await session.executeMany(statements.insert(table), batch, rowBinds, sent === total);
      }
      committed = total > 0;
    },
    /** Releases the lock where nothing was inserted. */
    end: async () => {
      if (!committed) await session.rollback();
    },
  };
}

/** The rows as they are bound, at most `size` at a time. */
function* rowBatches(groups: readonly NewRows[], size: number): Generator<unknown[][]> {
  let batch: unknown[][] = [];
  for (const {theoryId, dateStart, dateEnd, notBefore, tabs, members} of groups) {
    for (const iin of members) {
      batch.push([iin, theoryId, dateStart, dateEnd, notBefore, ...tabs]);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** A CHAR column comes padded with blanks. */
function parseId(text: string): TheoryId {
  return text.trimEnd() as TheoryId;
}
