import {existsSync, mkdirSync, statSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {Failure} from '../../application/failure.ts';
import type {Clock} from '../../application/ports/clock.ts';
import {serially} from '../../application/serially.ts';
import type {Database} from '../../domain/tables.ts';
import {batches} from './batches.ts';
import {type Connection, openDatabase} from './driver.ts';
import {isLocked, sqliteFailure, vanished} from './sqlite-failure.ts';

/** A database file, opened at first use. Waits, without blocking the thread, while another program has it locked. */
export type SqliteFile = {
  /** One synchronous piece of work. */
  use<Result>(work: (db: Connection) => Result): Promise<Result>;
  /** Work between BEGIN IMMEDIATE and COMMIT; nothing else uses the connection meanwhile. */
  transaction<Result>(work: (db: Connection) => Promise<Result>): Promise<Result>;
  /** Rows as arrays, in batches, from one snapshot on a connection of its own. */
  stream<Row extends unknown[]>(sql: string, parameters: readonly unknown[], batchRows?: number): AsyncIterable<Row[]>;
  close(): void;
};

export type SqliteFileOptions = {
  readonly path: string;
  readonly schema: string;
  readonly database: Database | null;
  readonly clock: Clock;
  /** How long a lock of another program is waited for. */
  readonly lockWaitMs: number;
  readonly onWait: (message: string) => void;
  /** Aborted when nothing is to be waited for any more. */
  readonly stopping: AbortSignal;
  /** Nothing is made or changed, neither the file nor what is in it. */
  readonly readOnly?: boolean;
  /** A file that is not there is not made: an empty database in memory stands in for it. */
  readonly makesNone?: boolean;
};

/** SQLite's own waiting would hold up the thread, and with it whoever holds the lock there. */
const BUSY_TIMEOUT_MS = 0;
const LONGEST_PAUSE_MS = 100;
const STREAM_ROWS = 10_000;
/** Sorting would leave raw ids in files of the system's temporary folder. */
const NO_TEMPORARY_FILES = 'temp_store = MEMORY';

export function sqliteFile(options: SqliteFileOptions): SqliteFile {
  const {path, database, clock} = options;
  const name = basename(path);
  let connection: Connection | null = null;
  const inTurn = serially();

  const guarded = async <Result>(work: () => Result): Promise<Result> => {
    for (let [attempt, waited] = [0, 0]; ; attempt++) {
      try {
        return work();
      } catch (error) {
        if (!isLocked(error) || waited >= options.lockWaitMs) throw sqliteFailure(error, path, database);
        if (options.stopping.aborted) throw new Failure('interrupted', `stopped while ${name} was locked`);
        if (attempt === 20) options.onWait(`${name} is locked by another program; waiting`);
        const pause = Math.min(LONGEST_PAUSE_MS, 2 ** attempt);
        await clock.sleep(pause, options.stopping);
        waited += pause;
      }
    }
  };
  let inode: number | null = null;
  const open = () => {
    connection ??= openConnection(options);
    inode ??= inodeOf(path);
    // SQLite would go on writing into a file that nobody can find any more.
    if (inodeOf(path) !== inode) throw vanished(path, database);
    return connection;
  };

  return {
    use: (work) => inTurn(() => guarded(() => work(open()))),

    transaction: (work) =>
      inTurn(async () => {
        const db = await guarded(() => {
          const opened = open();
          opened.exec('BEGIN IMMEDIATE');
          return opened;
        });
        try {
          const result = await work(db);
          db.exec('COMMIT');
          return result;
        } catch (error) {
          rollBack(db);
          throw sqliteFailure(error, path, database);
        }
      }),

    async *stream<Row extends unknown[]>(sql: string, parameters: readonly unknown[], batchRows = STREAM_ROWS) {
      const db = await guarded(open);
      const reader = db.memory
        ? db
        : await guarded(() => openDatabase(path, {readonly: true, timeout: BUSY_TIMEOUT_MS}));
      try {
        reader.pragma(NO_TEMPORARY_FILES);
        // Only the first step can meet a lock; after it the snapshot stands, and an error must not look like the end.
        const [first, rest] = await guarded(() => {
          const all = batches(
            reader
              .prepare(sql)
              .raw()
              .iterate(...parameters) as IterableIterator<Row>,
            batchRows,
          );
          return [all.next(), all] as const;
        });
        try {
          for (let batch = first; !batch.done; batch = rest.next()) {
            yield batch.value;
            await yieldToEventLoop();
          }
        } catch (error) {
          throw sqliteFailure(error, path, database);
        } finally {
          rest.return(undefined);
        }
      } finally {
        if (reader !== db) reader.close();
      }
    },

    close: () => connection?.close(),
  };
}

/** Lets timers run between two pieces of synchronous work: the lease is renewed, a stop is heard. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What can't be rolled back is rolled back by SQLite when the file is opened next; the first error is the one to tell. */
function rollBack(db: Connection): void {
  try {
    if (db.inTransaction) db.exec('ROLLBACK');
  } catch {}
}

function inodeOf(path: string): number | null {
  return statSync(path, {throwIfNoEntry: false})?.ino ?? null;
}

/**
 * Without a -wal nobody has the file open: then a connection that may write takes its own -wal and -shm away as it closes,
 * which one that only reads leaves behind.
 */
function openToRead(path: string): Connection {
  const db = openDatabase(path, {
    fileMustExist: true,
    readonly: existsSync(`${path}-wal`),
    timeout: BUSY_TIMEOUT_MS,
  });
  db.pragma('query_only = ON');
  db.pragma(NO_TEMPORARY_FILES);
  return db;
}

function openConnection({path, schema, readOnly = false, makesNone = false}: SqliteFileOptions): Connection {
  if (readOnly) return openToRead(path);
  if (makesNone && !existsSync(path)) return openDatabase(':memory:').exec(schema);
  mkdirSync(dirname(path), {recursive: true});
  const db = openDatabase(path, {timeout: BUSY_TIMEOUT_MS});
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma(NO_TEMPORARY_FILES);
    db.exec(schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
