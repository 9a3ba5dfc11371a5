import {sqliteGroupTables} from '../../../src/adapters/sqlite/group-tables.ts';
import {DSSB_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import type {WallTime} from '../../../src/domain/ids.ts';
import {groupTablesContract, type RawRow} from '../../contracts/group-tables.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';

groupTablesContract('SQLite', async () => {
  const {open, close} = sqliteHarness('dssb_app.db', DSSB_SCHEMA);
  const raw = open();
  let now = '' as WallTime;
  return {
    open: async () => sqliteGroupTables(open(), {sysdate: () => now, batchRows: 1_000}),
    setSysdate: (value) => {
      now = value as WallTime;
    },
    seed: (table, rows) =>
      raw.use((db) => {
        for (const row of rows) db.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(row);
      }),
    dump: (table) => raw.use((db) => db.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[] as RawRow[]),
    close,
  };
});
