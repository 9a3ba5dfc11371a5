import {join} from 'node:path';
import type {JobParameters} from 'agenda';
import {expect} from 'chai';
import {sqliteBackend} from '../../../src/adapters/agenda/sqlite-backend.ts';
import {systemClock} from '../../../src/adapters/clock/system-clock.ts';
import {type Connection, openDatabase} from '../../../src/adapters/sqlite/driver.ts';
import {STATE_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import {type SqliteFile, sqliteFile} from '../../../src/adapters/sqlite/sqlite-file.ts';
import {agendaBackendContract} from '../../contracts/agenda-backend.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';
import {tempFolder} from '../../support/temp-folder.ts';

agendaBackendContract('SQLite', async () => {
  const folder = tempFolder();
  const files: SqliteFile[] = [];
  const path = join(folder.path, 'state.db');
  const options = {path, schema: STATE_SCHEMA, database: null, clock: systemClock, lockWaitMs: 200};
  const stopping = new AbortController().signal;
  const open = () => {
    const file = sqliteFile({...options, onWait: () => {}, stopping});
    files.push(file);
    return sqliteBackend(file);
  };
  // Another program holds the file locked.
  let other: Connection | null = null;
  const up = async () => {
    other?.close();
    other = null;
  };
  return {
    open,
    down: async () => {
      other = openDatabase(path);
      other.pragma('journal_mode = WAL');
      other.exec('BEGIN EXCLUSIVE');
    },
    up,
    close: async () => {
      await up();
      for (const file of files) file.close();
      folder.remove();
    },
  };
});

describe('Agenda backend: SQLite', () => {
  it('refuses unique jobs, which it does not know', async () => {
    const {open, close} = sqliteHarness('state.db', STATE_SCHEMA);
    const {repository} = sqliteBackend(open());
    await repository.connect();
    const job: JobParameters = {
      name: 'a',
      type: 'normal',
      priority: 0,
      nextRunAt: null,
      data: {},
      unique: {'data.x': 1},
    };
    const refused = await repository.saveJob(job, undefined).catch((error: Error) => error.message);
    await close();
    expect(refused).to.equal('unique jobs are not kept here: a');
  });
});
