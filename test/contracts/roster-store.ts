import {expect} from 'chai';
import fc from 'fast-check';
import type {RosterPart, RosterStore} from '../../src/application/ports/roster-store.ts';
import type {TheoryId} from '../../src/domain/ids.ts';
import {memoryRosterStore} from '../support/memory/roster-store.ts';
import {expectSameAnswers} from '../support/same-answers.ts';

const [B, C] = ['SC00000001.2', 'SC00000001.3'] as TheoryId[] as [TheoryId, TheoryId];
const KEY = Buffer.from([1, 2, 3]);

function part(theoryId: TheoryId, n: number, byte: number): RosterPart {
  return {theoryId, part: n, sealed: Buffer.alloc(5, byte)};
}

const plain = (parts: readonly RosterPart[]) => parts.map(({part: n, sealed}) => [n, ...sealed.slice(0, 1)]);

/** What every roster store promises. */
export function rosterStoreContract(
  name: string,
  make: () => Promise<{store: RosterStore; close: () => Promise<void>}>,
  {numRuns = 100} = {},
): void {
  describe(`roster store: ${name}`, () => {
    let store: RosterStore;
    let close: () => Promise<void>;
    beforeEach(async () => ({store, close} = await make()));
    afterEach(() => close());

    it("answers a group's parts in order, and nothing of others", async () => {
      await store.save('r1', KEY, [part(B, 1, 11), part(B, 0, 10), part(C, 0, 20)]);
      await store.save('r2', KEY, [part(B, 0, 30)]);
      expect(plain(await store.parts('r1', B))).to.deep.equal([
        [0, 10],
        [1, 11],
      ]);
      expect(await store.parts('r1', 'SC00000009.1' as TheoryId)).to.deep.equal([]);
      expect(Buffer.from((await store.wrappedKey('r1'))!)).to.deep.equal(KEY);
    });

    it('replaces a roster that is saved again', async () => {
      await store.save('r', KEY, [part(B, 0, 1), part(B, 1, 2)]);
      await store.save('r', Buffer.from([9]), [part(B, 0, 3)]);
      expect(plain(await store.parts('r', B))).to.deep.equal([[0, 3]]);
      expect([...(await store.wrappedKey('r'))!]).to.deep.equal([9]);
    });

    it('keeps nothing of a roster that did not arrive whole', async () => {
      function* broken() {
        yield part(B, 0, 1);
        throw new Error('broken off');
      }
      const error = await store.save('r', KEY, broken()).catch((reason: Error) => reason);
      expect((error as Error).message).to.equal('broken off');
      expect(await store.wrappedKey('r')).to.equal(null);
      expect(await store.parts('r', B)).to.deep.equal([]);
    });

    it('puts another wrapping in the place of a key, and makes none where none stands', async () => {
      await store.save('r', KEY, [part(B, 0, 1)]);
      await store.replaceKey('r', Buffer.from([7, 8]));
      await store.replaceKey('gone', KEY);
      expect([...(await store.wrappedKey('r'))!]).to.deep.equal([7, 8]);
      expect(plain(await store.parts('r', B))).to.deep.equal([[0, 1]]);
      expect([await store.wrappedKey('gone'), await store.ids()]).to.deep.equal([null, ['r']]);
    });

    it('destroys a key for good, of that roster only', async () => {
      await store.save('r1', KEY, [part(B, 0, 1)]);
      await store.save('r2', KEY, [part(B, 0, 2)]);
      await store.destroyKey('r1');
      await store.destroyKey('never there');
      expect(await store.wrappedKey('r1')).to.equal(null);
      expect(await store.parts('r1', B)).to.deep.equal([]);
      expect(await store.wrappedKey('r2')).not.to.equal(null);
      expect(await store.ids()).to.deep.equal(['r2']);
    });

    it('answers as the store in memory does, whatever is saved, destroyed and read', async () => {
      const id = fc.constantFrom('r/1', 'r/2');
      const theoryId = fc.constantFrom(B, C);
      const parts = fc.uniqueArray(fc.record({theoryId, n: fc.nat(2), byte: fc.nat(255)}), {
        maxLength: 4,
        selector: (each) => `${each.theoryId} ${each.n}`,
      });
      const command = fc.oneof(
        fc.record({ask: fc.constant('save' as const), id, parts}),
        fc.record({ask: fc.constantFrom('wrappedKey' as const, 'destroyKey' as const, 'ids' as const), id}),
        fc.record({ask: fc.constant('parts' as const), id, theoryId}),
      );
      await expectSameAnswers(
        command,
        async () => [memoryRosterStore(), store],
        async (asked, it, history) => {
          const name = `${history} ${it.id}`;
          switch (it.ask) {
            case 'save':
              return asked.save(
                name,
                KEY,
                it.parts.map((each) => part(each.theoryId, each.n, each.byte)),
              );
            case 'parts':
              return plain(await asked.parts(name, it.theoryId));
            case 'ids':
              return (await asked.ids()).filter((each) => each.startsWith(`${history} `)).toSorted();
            case 'wrappedKey':
              return [...((await asked.wrappedKey(name)) ?? [])];
            case 'destroyKey':
              return asked.destroyKey(name);
          }
        },
        numRuns,
      );
    });
  });
}
