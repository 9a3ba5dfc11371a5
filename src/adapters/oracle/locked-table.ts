import {Failure} from '../../application/failure.ts';
import type {LockedTable} from '../../application/ports/group-tables.ts';
import type {TheoryId} from '../../domain/ids.ts';
import {type Database, databaseOf, type Table} from '../../domain/tables.ts';
import type {Columns} from './catalogue.ts';
import {fitTabs} from './fit-tabs.ts';
import {insertBatches, insertBinds} from './insert-rows.ts';
import type {OracleSession} from './oracle-session.ts';
import {memberRows} from './read-rows.ts';
import {idBinds, type OracleStatements} from './statements.ts';

/** A table whose lock this session has. `end` releases it where nothing was inserted. */
export function lockedTable(
  session: OracleSession,
  table: Table,
  {statements, batchRows, known}: {statements: OracleStatements; batchRows: number; known: Columns},
  /** Told which groups are worked on, for the words of an error. */
  onGroups: (theoryIds: readonly TheoryId[]) => void,
): LockedTable & {end(): Promise<void>} {
  let committed = false;
  return {
    async *existingRows(theoryIds, since) {
      onGroups(theoryIds);
      const sql = statements.members(table, theoryIds.length, true);
      const binds = idBinds(theoryIds, since);
      for await (const rows of session.stream<[string, string | null]>(sql, binds)) {
        yield memberRows(rows);
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
