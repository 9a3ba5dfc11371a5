import {expect} from 'chai';
import fc from 'fast-check';
import type {EventStore, StoredEvent} from '../../src/application/ports/event-store.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';
import {expectSameAnswers} from '../support/same-answers.ts';

export type EventStoreHarness = {
  /** Opens the same, at first empty, store once more, as another process would. */
  readonly open: () => Promise<EventStore>;
  readonly close: () => Promise<void>;
};

let ids = 0;

export function event(stream: string, version: number, data: unknown = {}): StoredEvent {
  return {
    id: `id-${++ids}`,
    stream,
    version,
    type: 'Tested',
    schema: 1,
    data,
    at: '2024-01-15T04:00:00.000Z',
    correlationId: 'test',
    causationId: null,
    actor: 'test',
    previousHash: null,
  };
}

/** What every event store promises. */
export function eventStoreContract(name: string, make: () => Promise<EventStoreHarness>, {numRuns = 100} = {}): void {
  describe(`event store: ${name}`, () => {
    let harness: EventStoreHarness;
    let store: EventStore;
    beforeEach(async () => {
      harness = await make();
      store = await harness.open();
    });
    afterEach(() => harness.close());

    it('answers what was appended, to the letter, in order', async () => {
      const data = {text: 'Қайырлы таң 🤖 "\' -- \\ \n', list: [1, {a: null}], big: 2 ** 50, nested: {z: 1, a: 2}};
      const events = [event('s', 1, data), event('s', 2), event('s', 3)];
      expect(await store.append('s', 0, events)).to.deep.equal({type: 'appended'});
      expect(await (await harness.open()).read('s')).to.deep.equal(events);
      expect(JSON.stringify((await store.read('s'))[0]!.data)).to.equal(JSON.stringify(data));
    });

    it('knows no events of an unknown stream', async () => {
      expect(await store.read('nobody')).to.deep.equal([]);
    });

    it('refuses an append that expects another version, and keeps nothing of it', async () => {
      await store.append('s', 0, [event('s', 1)]);
      for (const expected of [0, 2, 7]) {
        expect(await store.append('s', expected, [event('s', expected + 1), event('s', expected + 2)])).to.deep.equal({
          type: 'conflict',
        });
      }
      expect(await store.read('s')).to.have.length(1);
    });

    it('takes a repeat of the same events for done', async () => {
      const events = [event('s', 1), event('s', 2)];
      await store.append('s', 0, events);
      await store.append('s', 2, [event('s', 3)]);
      expect(await store.append('s', 0, events)).to.deep.equal({type: 'appended'});
      expect(await store.append('s', 0, [events[0]!, event('s', 2)])).to.deep.equal({type: 'conflict'});
      expect(await store.read('s')).to.have.length(3);
      expect((await store.read('s', 2)).map(({version}) => version)).to.deep.equal([3]);
      expect(await store.read('s', 3)).to.deep.equal([]);
    });

    it('answers which streams have moved on since a position', async () => {
      expect(await store.heads(0)).to.deep.equal({position: 0, versions: new Map()});
      await store.append('a', 0, [event('a', 1), event('a', 2)]);
      await store.append('b', 0, [event('b', 1)]);
      const {position, versions} = await store.heads(0);
      expect([...versions].sort()).to.deep.equal([
        ['a', 2],
        ['b', 1],
      ]);
      expect(await store.heads(position)).to.deep.equal({position, versions: new Map()});
      await store.append('a', 2, [event('a', 3)]);
      await store.append('a', 2, [event('a', 3)]);
      const later = await (await harness.open()).heads(position);
      expect([...later.versions]).to.deep.equal([['a', 3]]);
      expect(later.position).to.be.above(position);
      expect(await store.heads(0, position)).to.deep.equal({position, versions});
      expect([...(await store.heads(0, later.position)).versions].sort()).to.deep.equal([
        ['a', 3],
        ['b', 1],
      ]);
    });

    it('shows whoever follows the positions each event, with 4 writers on streams of their own', async function () {
      this.timeout(60_000);
      let writing = 4;
      const write = async (stream: string) => {
        const own = await harness.open();
        for (let version = 0; version < 25; version++) await own.append(stream, version, [event(stream, version + 1)]);
        writing--;
      };
      const follow = async () => {
        const [own, seen] = [await harness.open(), new Map<string, number>()];
        for (let [position, last] = [0, false]; ; ) {
          const heads = await own.heads(position);
          for (const [stream, version] of heads.versions) seen.set(stream, version);
          if (last && heads.position === position) return seen;
          [position, last] = [heads.position, writing === 0];
          await new Promise(setImmediate);
        }
      };
      const streams = ['s1', 's2', 's3', 's4'];
      const [seen] = await Promise.all([follow(), ...streams.map(write)]);
      expect([...seen].sort()).to.deep.equal(streams.map((stream) => [stream, 25]));
    });

    it('answers as the store in memory does, whatever is appended, repeated and read', async () => {
      const stream = fc.constantFrom('a', 'b');
      const after = fc.nat(4);
      const command = fc.oneof(
        fc.record({stream, after, count: fc.integer({min: 1, max: 3}), writer: fc.nat(1)}),
        fc.record({stream, after}),
        fc.constant({}),
      );
      await expectSameAnswers<EventStore, {stream?: string; after?: number; count?: number; writer?: number}>(
        command,
        async () => [memoryEventStore(), store],
        async (asked, {stream: short, after: version = 0, count, writer}, history) => {
          const name = `history-${history}-${short ?? ''}`;
          if (short === undefined) {
            const {versions} = await asked.heads(0);
            return [...versions].filter(([stream]) => stream.startsWith(name)).sort();
          }
          if (count === undefined) return asked.read(name, version);
          // A writer that repeats itself has the same ids.
          const events = Array.from({length: count}, (_, i) => version + i + 1).map((n) => ({
            ...event(name, n),
            id: `${name} ${n} by ${writer}`,
          }));
          return asked.append(name, version, events);
        },
        numRuns,
      );
    });

    it('loses and doubles nothing with 8 writers on one stream', async function () {
      this.timeout(600_000);
      const appends = Number(process.env.WRITER_APPENDS ?? 1_000);
      await Promise.all(
        Array.from({length: 8}, async (_, writer) => {
          const own = await harness.open();
          for (let [n, version] = [0, 0]; n < appends; ) {
            const {type} = await own.append('s', version, [event('s', version + 1, {writer, n})]);
            if (type === 'appended') [n, version] = [n + 1, version + 1];
            else version += (await own.read('s', version)).length;
          }
        }),
      );
      const stored = await store.read('s');
      expect(stored.map(({version}) => version)).to.deep.equal(Array.from({length: 8 * appends}, (_, i) => i + 1));
      expect(new Set(stored.map(({data}) => JSON.stringify(data))).size).to.equal(8 * appends);
    });
  });
}
