import {statSync} from 'node:fs';
import type {SqliteStateFacts} from '../../application/ports/check-facts.ts';
import type {Connection} from './driver.ts';
import type {SqliteFile} from './sqlite-file.ts';

/** So much is read whole within a second or two; the thread does nothing else meanwhile. */
const READ_WHOLE_BYTES = 200_000_000;

/** Null: there is no file yet. `whole`: read all of it, where it is not too large, to see whether it is damaged. */
export async function inspectSqliteState(
  file: SqliteFile,
  path: string,
  {whole}: {whole: boolean},
): Promise<SqliteStateFacts | null> {
  const bytes = sizeOf(path);
  if (bytes === null) return null;
  return file.use((db) => {
    const [journalMode, pageBytes, freePages] = ['journal_mode', 'page_size', 'freelist_count'].map((name) =>
      db.pragma(name, {simple: true}),
    );
    return {
      type: 'sqlite',
      bytes,
      walBytes: sizeOf(`${path}-wal`) ?? 0,
      freeBytes: Number(pageBytes) * Number(freePages),
      journalMode: String(journalMode),
      damage: whole && bytes <= READ_WHOLE_BYTES ? damageOf(db) : undefined,
    };
  });
}

function damageOf(db: Connection): string | null {
  const said = String(db.pragma('quick_check(1)', {simple: true}));
  return said === 'ok' ? null : said.replaceAll(/\s+/g, ' ').slice(0, 200);
}

function sizeOf(path: string): number | null {
  return statSync(path, {throwIfNoEntry: false})?.size ?? null;
}
