import {DSSB_SCHEMA, SPSS_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import {sqliteSourceTables} from '../../../src/adapters/sqlite/source-tables.ts';
import type {SourceValues} from '../../../src/application/ports/source-tables.ts';
import {sourceTablesContract} from '../../contracts/source-tables.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';

sourceTablesContract('SQLite', async () => {
  const [dssb, spss] = [sqliteHarness('dssb_app.db', DSSB_SCHEMA), sqliteHarness('spss.db', SPSS_SCHEMA)];
  const files = {SoftCollection_theories: dssb.open(), SC_1_120: spss.open()};
  return {
    tables: sqliteSourceTables(files.SoftCollection_theories, files.SC_1_120),
    dump: (table, columns) =>
      files[table].use((db) => db.prepare(`SELECT ${columns.join()} FROM ${table}`).raw().all() as SourceValues[]),
    close: async () => {
      await dssb.close();
      await spss.close();
    },
  };
});
