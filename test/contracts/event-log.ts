import {expect} from 'chai';
import fc from 'fast-check';
import type {EventLog, LoggedEvent} from '../../src/application/ports/event-log.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';
import {event} from './event-store.ts';

export type EventLogHarness = {
  /** The same, at first empty, store. */
  readonly open: () => Promise<{readonly store: EventStore; readonly log: EventLog}>;
  readonly close: () => Promise<void>;
};

const STREAMS = ['a', 'b', 'c'];

async function allOf(log: EventLog): Promise<LoggedEvent[]> {
  const all: LoggedEvent[] = [];
  for await (const batch of log.read()) all.push(...batch);
  return all;
}

async function* given(events: readonly LoggedEvent[]): AsyncGenerator<LoggedEvent> {
  yield* events;
}

/** Appends of so many events to streams, by their numbers. */
async function fill(store: EventStore, appends: readonly (readonly [stream: number, count: number])[]): Promise<void> {
  for (const [n, count] of appends) {
    const stream = STREAMS[n]!;
    const version = (await store.read(stream)).length;
    const events = Array.from({length: count}, (_, i) => event(stream, version + i + 1, {text: 'Қ\u2028 "', n: i}));
    await store.append(stream, version, events);
  }
}

/** What a store says of its log, for all positions that may be asked for. */
async function headsOf(store: EventStore, positions: readonly number[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const from of [0, ...positions]) {
    for (const to of [0, ...positions].filter((it) => it >= from)) {
      const {position, versions} = await store.heads(from, to);
      answers.push([from, to, position, [...versions].sort()]);
    }
  }
  return answers;
}

/** What every event log promises. */
export function eventLogContract(name: string, make: () => Promise<EventLogHarness>, {numRuns = 50} = {}): void {
  describe(`event log: ${name}`, () => {
    it('has nothing of an empty store', async () => {
      const {open, close} = await make();
      expect(await allOf((await open()).log)).to.deep.equal([]);
      await close();
    });

    it('is read as it stood at the first step', async () => {
      const {open, close} = await make();
      const {store, log} = await open();
      await fill(
        store,
        Array.from({length: 120}, (_, i): [number, number] => [i % 3, 4]),
      );
      const seen: LoggedEvent[] = [];
      for await (const batch of log.read()) {
        if (seen.length === 0 && batch.length > 0) await fill((await open()).store, [[0, 2]]);
        seen.push(...batch);
      }
      expect(seen).to.have.length(480);
      await close();
    });

    it('put into another store says the same of every stretch of itself, and goes on', async () => {
      const appends = fc.array(fc.tuple(fc.nat(2), fc.integer({min: 1, max: 3})), {minLength: 1, maxLength: 12});
      await fc.assert(
        fc.asyncProperty(appends, fc.boolean(), async (whole, isLastFirst) => {
          const from = await make();
          const source = await from.open();
          await fill(source.store, whole);
          const events = await allOf(source.log);
          const positions = [...new Set(events.map(({position}) => position))];
          const wanted = await headsOf(source.store, positions);
          const target = await from.open();
          await target.log.replace(given(isLastFirst ? [...events].reverse().slice(0, 1) : []));
          await target.log.replace(given(events));
          expect(await allOf(target.log)).to.deep.equal(events);
          expect(await headsOf(target.store, positions)).to.deep.equal(wanted);
          await fill(target.store, [[0, 1]]);
          const {position, versions} = await target.store.heads(positions.at(-1)!);
          expect([position > positions.at(-1)!, [...versions.keys()]]).to.deep.equal([true, ['a']]);
          await from.close();
        }),
        {numRuns},
      );
    });

    it('takes the log of a store that gives each event its own position', async () => {
      const {open, close} = await make();
      const elsewhere = memoryEventStore();
      await fill(elsewhere, [
        [0, 3],
        [1, 2],
        [0, 1],
        [2, 4],
      ]);
      const {store, log} = await open();
      await fill(store, [[2, 1]]);
      const [last, ...before] = (await allOf(elsewhere.log)).reverse();
      // The last one first, as the mark of a restored state comes.
      await log.replace(given([last!, ...before.reverse()]));
      const positions = Array.from({length: 10}, (_, i) => i + 1);
      expect(await headsOf(store, positions)).to.deep.equal(await headsOf(elsewhere, positions));
      for (const stream of STREAMS) expect(await store.read(stream)).to.deep.equal(await elsewhere.read(stream));
      await close();
    });
  });
}
