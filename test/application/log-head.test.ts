import {expect} from 'chai';
import {chainHash} from '../../src/adapters/crypto/chain-hash.ts';
import {sealEvents} from '../../src/application/events/event-envelope.ts';
import {parseHead, sealOf, takeHead} from '../../src/application/events/log-head.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';

const hash = chainHash('a1'.repeat(32));
/** Its links say what they are the hash of. */
const plain = (text: string, like?: string | null) => `${like ?? ''}<${text}>`;

/** Two streams of three events, which the store names in no order. */
async function makeLog(): Promise<EventStore> {
  const events = memoryEventStore();
  let ids = 0;
  const meta = {actor: 'test', correlationId: 'call', at: '2024-01-15T03:00:00.000Z', newId: () => `e${++ids}`, hash};
  const fact = {type: 'X', data: {n: 1}};
  await events.append('scheduler', 0, sealEvents('scheduler', null, [fact, fact], meta));
  await events.append('audit', 0, sealEvents('audit', null, [fact], meta));
  return events;
}

describe('the head of the log', () => {
  it('seals positions, streams and last hashes in a text that never changes: heads that people noted would fail', async () => {
    const events = await makeLog();
    const [, last] = await events.read('scheduler');
    const fields = (id: string, stream: string, version: number, cause: string | null, previous: string | null) =>
      JSON.stringify([
        ...[id, stream, version, 'X', 1, {n: 1}, '2024-01-15T03:00:00.000Z', 'call'],
        ...[cause, 'test', previous],
      ]);
    const lines = [
      `audit 1 <${fields('e3', 'audit', 1, null, null)}>`,
      `scheduler 2 <${fields('e2', 'scheduler', 2, 'e1', last!.previousHash)}>`,
    ].join('\n');
    expect(await takeHead({events, hash: plain}, null)).to.equal(`h3b0.<head of the log at 3\n\n${lines}>`);
    const reversed: EventStore = {
      ...events,
      heads: async (after, upTo) => {
        const {position, versions} = await events.heads(after, upTo);
        return {position, versions: new Map([...versions].reverse())};
      },
    };
    expect(await takeHead({events: reversed, hash}, null)).to.equal(await takeHead({events, hash}, null));
    expect(await takeHead({events, hash}, null)).to.equal(
      'h3b0.ke30ed377.8972431428c70fddc4c28e3a3625aca1063e19d37884425be714f0aae190070f',
    );
  });

  it('holds what came after an earlier one, and that', async () => {
    const events = await makeLog();
    const base = `h2b0.k00000000.${'0'.repeat(64)}`;
    const head = await takeHead({events, hash: plain}, base);
    expect(head).to.match(new RegExp(`^h3b2\\.<head of the log at 3\\n${base}\\naudit 1 <[^\\n]*>$`));
    const unknown = {position: 3, base: 2, link: 'as then '};
    expect(await sealOf({events, hash: plain}, null, unknown)).to.match(
      /^as then <head of the log at 3\n\naudit 1 as then </,
    );
    expect(await takeHead({events, hash}, 'nonsense')).to.equal(await takeHead({events, hash}, null));
  });

  it('is read whole or not at all', () => {
    const link = `k0123abcd.${'0f'.repeat(32)}`;
    expect(parseHead(`h120b85.${link}`)).to.deep.equal({position: 120, base: 85, link});
    for (const text of ['', `xh120b85.${link}`, `h120b85.${link}0`, `h120.${link}`, `h120b85.${'0f'.repeat(32)}`])
      expect(parseHead(text), text).to.equal(null);
  });
});
