import {join} from 'node:path';
import {systemClock} from '../src/adapters/clock/system-clock.ts';
import {sha256} from '../src/adapters/crypto/chain-hash.ts';
import {sqliteEventStore} from '../src/adapters/sqlite/event-store.ts';
import {STATE_SCHEMA} from '../src/adapters/sqlite/schema.ts';
import {type SqliteFile, sqliteFile} from '../src/adapters/sqlite/sqlite-file.ts';
import {readHistory} from '../src/application/events/run-history.ts';
import type {EventStore} from '../src/application/ports/event-store.ts';
import {chainBreaks} from '../src/application/verify/verify-chain.ts';
import type {RunId} from '../src/domain/ids.ts';
import {tempFolder} from '../test/support/temp-folder.ts';
import {count, type Figure, median, type Say, seconds, timed} from './figures.ts';
import {RUN_EVENTS, sampleLog} from './sample-log.ts';

const ROUNDS = 3;

export async function eventLog(say: Say): Promise<Figure[]> {
  return [await replay(100_000, say), await checkChain(1_000_000, say)];
}

/** The history that `verify` reads, from the stored events of the embedded default, each time newly opened. */
async function replay(events: number, say: Say): Promise<Figure> {
  const folder = tempFolder();
  try {
    const written = await onState(folder.path, (store) => appendLog(store, Math.ceil(events / RUN_EVENTS)));
    say('event log: written');
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await onState(folder.path, (store) => timed(() => readHistory(store))));
    }
    const what = `replay of ${count(written)} events into the history that is verified`;
    return {what, measured: seconds(median(rounds)), aim: 'under 2 s'};
  } finally {
    folder.remove();
  }
}

/** Every link of every stream, and those from run to run. */
async function checkChain(events: number, say: Say): Promise<Figure> {
  const runs = Math.ceil(events / RUN_EVENTS);
  const history = Array.from(sampleLog(runs), (stored) => ({id: stored[0]!.stream as RunId, events: stored}));
  say('hash chain: made');
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const breaks: string[] = [];
    rounds.push(await timed(() => breaks.push(...chainBreaks(history, sha256))));
    if (breaks.length > 0) throw new Error(`the chain is broken: ${breaks[0]}`);
  }
  return {
    what: `hash chain of ${count(runs * RUN_EVENTS)} events`,
    measured: seconds(median(rounds)),
    aim: 'under 10 s',
  };
}

/** So many days' runs over so many campaigns; answers how many events. */
export async function appendLog(store: EventStore, runs: number, campaigns?: number): Promise<number> {
  let events = 0;
  for (const stored of sampleLog(runs, campaigns)) {
    await store.append(stored[0]!.stream, 0, stored);
    events += stored.length;
  }
  return events;
}

export async function onState<Result>(folder: string, work: (store: EventStore) => Promise<Result>): Promise<Result> {
  const path = join(folder, 'state.db');
  const fault = (message: string) => {
    throw new Error(message);
  };
  const file: SqliteFile = sqliteFile({
    path,
    schema: STATE_SCHEMA,
    database: null,
    clock: systemClock,
    lockWaitMs: 0,
    onWait: fault,
    stopping: new AbortController().signal,
  });
  try {
    return await work(sqliteEventStore(file));
  } finally {
    file.close();
  }
}
