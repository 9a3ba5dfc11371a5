import type {Db, MongoClient} from 'mongodb';
import {Failure} from '../../application/failure.ts';
import {databaseName, databaseOptions, TIMEOUTS, type Timeouts} from './client-options.ts';
import {createIndexes} from './collections.ts';
import {currentClient} from './current-client.ts';
import {retryPassing, type Waiting} from './persist.ts';

/** A MongoDB database, opened at first use. Waits, for a while, for a server that is away. */
export type MongoState = {
  /** Work that bears repeating: after an attempt whose outcome is unknown it is done again from its beginning. */
  use<Result>(work: (db: Db) => Promise<Result>): Promise<Result>;
  /** The same without making anything there. */
  look<Result>(work: (db: Db) => Promise<Result>): Promise<Result>;
  /** The server's clock, in ms since 1970. */
  serverTime(): Promise<number>;
  close(): Promise<void>;
};

export type MongoStateOptions = Waiting & {
  readonly uri: string;
  readonly timeouts?: Timeouts;
  /** Makes no index. */
  readonly readOnly?: boolean;
};

export function mongoState({uri, timeouts = TIMEOUTS, readOnly = false, ...waiting}: MongoStateOptions): MongoState {
  const client = currentClient(uri, timeouts, waiting.clock);
  const indexed = new WeakMap<MongoClient, Promise<void>>();

  const database = (it: MongoClient) => it.db(databaseName(uri), databaseOptions(timeouts));
  const indexedDatabase = async (it: MongoClient) => {
    const db = database(it);
    if (readOnly) return db;
    const indexing = indexed.get(it) ?? createIndexes(db);
    indexed.set(it, indexing);
    await indexing.catch((error) => {
      indexed.delete(it);
      throw error;
    });
    return db;
  };
  const attempt = <Result>(work: (it: MongoClient) => Promise<Result>) => retryPassing(() => client.use(work), waiting);

  return {
    use: (work) => attempt(async (it) => work(await indexedDatabase(it))),

    look: (work) => attempt((it) => work(database(it))),

    serverTime: () =>
      attempt(async (it) => {
        const {localTime} = await it.db('admin').command({hello: 1});
        if (localTime instanceof Date) return localTime.getTime();
        throw new Failure('unexpected', 'MongoDB does not tell its time');
      }),

    close: client.close,
  };
}
