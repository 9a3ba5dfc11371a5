import type {Db, MongoClient} from 'mongodb';
import {Failure} from '../../application/failure.ts';
import {clientOptions, databaseName, databaseOptions, TIMEOUTS, type Timeouts} from './client-options.ts';
import {createIndexes} from './collections.ts';
import {badUri} from './mongo-failure.ts';
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
  let opened: Promise<MongoClient> | null = null;
  let indexed: Promise<void> | null = null;

  // A client whose first connection failed is good for nothing any more; the next attempt makes another.
  const client = () =>
    (opened ??= openClient(uri, timeouts).catch((error) => {
      opened = null;
      throw error;
    }));
  const database = async () => (await client()).db(databaseName(uri), databaseOptions(timeouts));
  const indexedDatabase = async () => {
    const db = await database();
    if (readOnly) return db;
    indexed ??= createIndexes(db).catch((error) => {
      indexed = null;
      throw error;
    });
    await indexed;
    return db;
  };

  return {
    use: (work) => retryPassing(async () => work(await indexedDatabase()), waiting),

    look: (work) => retryPassing(async () => work(await database()), waiting),

    serverTime: () =>
      retryPassing(async () => {
        const {localTime} = await (await client()).db('admin').command({hello: 1});
        if (localTime instanceof Date) return localTime.getTime();
        throw new Failure('unexpected', 'MongoDB does not tell its time');
      }, waiting),

    close: async () => {
      const closing = opened;
      [opened, indexed] = [null, null];
      // What is not closed in good order ends with the process; the outcome of the work matters more.
      await closing?.then((it) => it.close()).catch(() => {});
    },
  };
}

/** The driver is loaded only where it is used: it takes a tenth of a second. */
async function openClient(uri: string, timeouts: Timeouts): Promise<MongoClient> {
  const {MongoClient} = await import('mongodb');
  const client = newClient(() => new MongoClient(uri, clientOptions(timeouts)));
  try {
    return await client.connect();
  } catch (error) {
    await client.close().catch(() => {});
    throw error;
  }
}

/** Throws a Failure `configuration` for a URI that the driver refuses. */
export function newClient(make: () => MongoClient): MongoClient {
  try {
    return make();
  } catch (error) {
    throw badUri(error);
  }
}
