import type {SourceTables} from '../../application/ports/source-tables.ts';
import type {SqliteFile} from './sqlite-file.ts';

/** Fills SoftCollection_theories and SC_1_120; a file is one transaction. */
export function sqliteSourceTables(dssb: SqliteFile, spss: SqliteFile): SourceTables {
  return {
    insert: (table, columns, rows, {replace}) =>
      (table === 'SC_1_120' ? spss : dssb).transaction(async (db) => {
        if (replace) db.exec(`DELETE FROM ${table}`);
        const marks = columns.map(() => '?').join(', ');
        const insert = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`);
        let count = 0;
        for await (const batch of rows) {
          for (const values of batch) insert.run(values);
          count += batch.length;
        }
        return count;
      }),
  };
}
