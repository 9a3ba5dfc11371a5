import {closeSync, cpSync, fsyncSync, openSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {type Connection, openDatabase} from '../src/adapters/sqlite/driver.ts';
import {DSSB_SCHEMA, SPSS_SCHEMA} from '../src/adapters/sqlite/schema.ts';
import type {Iin} from '../src/domain/ids.ts';
import {tempFolder} from '../test/support/temp-folder.ts';
import {syntheticCampaigns, syntheticIds} from './synthetic.ts';

/** A DATA_DIR with running campaigns and users of day 5, as an import would leave it. */
export function makeSource(users: number, campaigns: number) {
  const folder = tempFolder();
  fill(join(folder.path, 'dssb_app.db'), DSSB_SCHEMA, (db) => {
    const insert = db.prepare(`INSERT INTO SoftCollection_theories
      (THEORY_ID, THEORY_NAME, THEORY_START_DATE, THEORY_END_DATE) VALUES (?, ?, ?, ?)`);
    for (const it of syntheticCampaigns(campaigns)) insert.run(it.theoryId, it.name, it.startDate, it.endDate);
  });
  replaceUsers(folder.path, syntheticIds(users));
  return folder;
}

/** The next day's load. */
export function replaceUsers(folder: string, ids: readonly Iin[]): void {
  fill(join(folder, 'spss.db'), SPSS_SCHEMA, (db) => {
    db.exec('DELETE FROM SC_1_120');
    const insert = db.prepare(
      `INSERT INTO SC_1_120 VALUES (?, 5, ?, 'BASE', 'REGION', 'FILIAL', '2024-01-15 00:00:00')`,
    );
    for (const [i, iin] of ids.entries()) insert.run(iin, 1000 + (i % 90_000));
  });
}

/** A copy of its own for one measurement, on the disk before the clock starts. */
export function copyFolder(source: string) {
  const folder = tempFolder();
  cpSync(source, folder.path, {recursive: true});
  for (const entry of readdirSync(folder.path, {recursive: true, withFileTypes: true})) {
    if (entry.isFile()) flush(join(entry.parentPath, entry.name));
  }
  return folder;
}

function fill(path: string, schema: string, insert: (db: Connection) => void): void {
  const db = openDatabase(path);
  db.pragma('journal_mode = WAL');
  db.exec(schema);
  db.transaction(() => insert(db))();
  db.close();
  flush(path);
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
