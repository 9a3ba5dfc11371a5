import {join} from 'node:path';
import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import {type SqliteFile, sqliteFile} from '../../src/adapters/sqlite/sqlite-file.ts';
import {tempFolder} from './temp-folder.ts';

/** A database file in a folder of its own, which can be opened many times. */
export function sqliteHarness(name: string, schema: string) {
  const folder = tempFolder();
  const files: SqliteFile[] = [];
  const path = join(folder.path, name);
  return {
    path,
    open: (): SqliteFile => {
      const file = sqliteFile({
        path,
        schema,
        database: null,
        clock: systemClock,
        lockWaitMs: 30_000,
        onWait: () => {},
        stopping: new AbortController().signal,
      });
      files.push(file);
      return file;
    },
    close: async () => {
      for (const file of files) file.close();
      folder.remove();
    },
  };
}
