import type {DbOptions, MongoClientOptions} from 'mongodb';

/**
 * In ms: to find a primary, or to connect; and to wait for an answer, which the driver asks for twice. The driver's own
 * `timeoutMS` is none of them: 7.9 ignores it, with a warning.
 */
export type Timeouts = {readonly selectionMs: number; readonly answerMs: number};

export const TIMEOUTS: Timeouts = {selectionMs: 5_000, answerMs: 10_000};

/** These win over the same options of the URI. */
export function clientOptions({selectionMs, answerMs}: Timeouts): MongoClientOptions {
  return {
    appName: 'softcollection',
    // By this key, or `readConcernLevel=local` in the URI would win.
    readConcernLevel: 'majority',
    retryWrites: true,
    retryReads: true,
    maxPoolSize: 10,
    maxIdleTimeMS: 300_000,
    serverSelectionTimeoutMS: selectionMs,
    connectTimeoutMS: selectionMs,
    waitQueueTimeoutMS: answerMs,
    socketTimeoutMS: answerMs,
    promoteBuffers: true,
  };
}

/**
 * What is acknowledged outlives the loss of a server. Said to the database, not to the client: there `journal=false` in the
 * URI would win. The server gives up waiting for the majority before the driver gives up waiting for the server.
 */
export function databaseOptions({answerMs}: Timeouts): DbOptions {
  return {
    writeConcern: {w: 'majority', journal: true, wtimeoutMS: answerMs * 0.8},
    readPreference: 'primary',
  };
}

/** The database that the URI's path names, else `softcollection`. */
export function databaseName(uri: string): string {
  const [, path] = /^[^:]+:\/\/[^/?]+\/([^?]+)/.exec(uri) ?? [];
  return path === undefined ? 'softcollection' : decodeURIComponent(path);
}
