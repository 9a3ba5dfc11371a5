import {type Db, MongoClient} from 'mongodb';
import {clientOptions, databaseName, databaseOptions, TIMEOUTS} from './client-options.ts';
import {newClient} from './mongo-connection.ts';

/** A client of the alarm clock's own; it is opened, and opened again, by who uses it. */
export function openJobDatabase(uri: string): {db: Db; close: () => Promise<void>} {
  const client = newClient(() => new MongoClient(uri, clientOptions(TIMEOUTS)));
  return {db: client.db(databaseName(uri), databaseOptions(TIMEOUTS)), close: () => client.close().catch(() => {})};
}
