import {randomUUID} from 'node:crypto';
import type {Settings} from './installation.ts';
import {addressOf} from './mongo-harness.ts';
import {type MongoServer, startMongoServer} from './mongo-server.ts';

export const STORES = ['sqlite', 'mongodb'] as const;
export type Store = (typeof STORES)[number];

/** The settings of an installation with its state in an empty store of this kind; servers live for this `describe`. */
export function stateStores() {
  const servers: MongoServer[] = [];
  after(() => Promise.all(servers.map((server) => server.stop())));
  const newServer = async (): Promise<{server: MongoServer; settings: Settings}> => {
    const server = await startMongoServer();
    servers.push(server);
    return {server, settings: {MONGODB_URI: addressOf(server.url, `state-${randomUUID()}`)}};
  };
  return {
    newServer,
    settingsOf: async (store: Store): Promise<Settings> => (store === 'sqlite' ? {} : (await newServer()).settings),
  };
}
