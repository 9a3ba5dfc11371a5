import type {Probe} from '../../application/service/check-parts.ts';
import type {SqliteFile} from './sqlite-file.ts';

/** SYSDATE is the machine's clock here: only a read proves that the file answers. */
export function probeTable(file: SqliteFile, table: string): Probe {
  return () => file.use((db) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get());
}
