import type {MongoClient} from 'mongodb';
import type {Clock} from '../../application/ports/clock.ts';
import {within} from '../../application/within.ts';
import {clientOptions, type Timeouts} from './client-options.ts';
import {badUri, findsNoServer, neverAnswered} from './mongo-failure.ts';

/** A client that is opened at first use, and replaced when it is stuck. */
export type CurrentClient = {
  use<Result>(work: (client: MongoClient) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

/** No work takes so long: the driver should have given up each command long before. */
export const STUCK_MS = 300_000;

/**
 * The driver (7.9) may write to a socket that is destroyed but has not told so yet, and then waits for ever until it may
 * write on. A monitor that met this never finds the server again, though it be back; a command that met it never ends.
 */
export function currentClient(uri: string, timeouts: Timeouts, clock: Clock): CurrentClient {
  let current: Promise<MongoClient> | null = null;

  // A client whose first connection failed is good for nothing any more.
  const opened = () =>
    (current ??= openClient(uri, timeouts).catch((error) => {
      current = null;
      throw error;
    }));

  const drop = async (client: Promise<MongoClient> | null) => {
    // Another one's failure may have replaced it already.
    if (current === client) current = null;
    // What is not closed in good order ends with the process; the outcome of the work matters more.
    await client?.then((it) => it.close()).catch(() => {});
  };

  return {
    use: async (work) => {
      const client = opened();
      const tried = client.then(work).then((result) => ({result}));
      const done = await within(clock, STUCK_MS, tried).catch((error) => {
        if (findsNoServer(error)) void drop(client);
        throw error;
      });
      if (done) return done.result;
      void drop(client);
      throw neverAnswered();
    },

    close: () => drop(current),
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
function newClient(make: () => MongoClient): MongoClient {
  try {
    return make();
  } catch (error) {
    throw badUri(error);
  }
}
