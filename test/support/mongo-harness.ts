import {randomUUID} from 'node:crypto';
import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import {type MongoState, type MongoStateOptions, mongoState} from '../../src/adapters/mongodb/mongo-connection.ts';
import type {Clock} from '../../src/application/ports/clock.ts';
import type {MongoServer} from './mongo-server.ts';

/** Pauses a fiftieth as long. */
export const HASTY: Clock = {...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 50, signal)};

/** An empty database of a server, which can be opened many times, as by other processes. */
export function mongoHarness(server: MongoServer) {
  const states: MongoState[] = [];
  const name = `test-${randomUUID()}`;
  return {
    name,
    open: (options: Partial<MongoStateOptions> = {}): MongoState => {
      const state = mongoState({
        uri: addressOf(server.url, name),
        clock: systemClock,
        onWait: () => {},
        stopping: new AbortController().signal,
        ...options,
      });
      states.push(state);
      return state;
    },
    close: async () => {
      server.faults.clear();
      await Promise.all(states.map((state) => state.close()));
    },
  };
}

/** A server's address with a database, for a driver that looks again after 20 ms, not 500, whether the server is back. */
export function addressOf(url: string, database: string): string {
  const [, host, , options = ''] = /^(.*\/\/[^/]*)(\/\??)(.*)$/.exec(url)!;
  return `${host}/${database}?${[options, 'minHeartbeatFrequencyMS=20'].filter(Boolean).join('&')}`;
}
