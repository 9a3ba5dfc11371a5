import {expect} from 'chai';
import {chainHash} from '../../src/adapters/crypto/chain-hash.ts';
import {hashEvent, seal} from '../../src/application/events/event-envelope.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {EventStore, StoredEvent} from '../../src/application/ports/event-store.ts';
import {chainBreaks, verifyChain} from '../../src/application/verify/verify-chain.ts';
import type {IsoInstant, RunId} from '../../src/domain/ids.ts';
import {install, switchTo} from '../../src/domain/scheduler.ts';
import {makeWorld} from '../support/world.ts';

const hash = chainHash('a1'.repeat(32));
const at = (day: number) => `2024-01-${day}T03:00:00.000Z` as IsoInstant;
const origin = {actor: 'test', correlationId: 'test'};

/** A run, three switches of the scheduler, and two actions of an admin. */
async function filledStore(): Promise<EventStore> {
  const world = makeWorld();
  await world.run();
  const scheduler = await openScheduler(world.deps, origin);
  for (const decision of [install(at(10)), switchTo(false, at(11)), switchTo(true, at(12))])
    await scheduler.record(decision);
  const meta = {...origin, at: at(13), newId: world.deps.newId, hash};
  const actions = ['started', 'stopped'].map((action) => ({type: 'AdminActionRecorded', data: {action}}));
  await world.deps.events.append('audit', 0, seal('audit', null, actions, meta));
  return world.deps.events;
}

/** The same store after somebody's hand. */
function altered(events: EventStore, stream: string, change: (stored: StoredEvent[]) => StoredEvent[]): EventStore {
  return {
    ...events,
    read: async (name, after) =>
      (name === stream ? change : (it: StoredEvent[]) => it)([...(await events.read(name, after))]),
  };
}

describe('a sealed event', () => {
  it('names no person as who acted, whatever a token calls them', () => {
    const origin = {actor: 'http:999900000001', correlationId: 'x'};
    const [event] = seal('audit', null, [{type: 'X', data: {}}], {...origin, at: '', newId: () => '1', hash: () => ''});
    expect(event!.actor).to.equal('http:[id]');
  });
});

describe('verify --chain', () => {
  it('follows every stream: runs, scheduler and audit', async () => {
    const [{ok, detail}] = await verifyChain({events: await filledStore(), hash});
    expect(ok, detail).to.equal(true);
    expect(detail).to.match(
      /events of 1 runs follow from each other, 3 of the stream scheduler, 2 of the stream audit$/,
    );
  });

  const hands: Record<string, (stored: StoredEvent[]) => StoredEvent[]> = {
    'a changed event': ([first, ...rest]) => [{...first!, data: {on: false, from: at(10), action: 'x'}}, ...rest],
    'a changed actor': ([first, ...rest]) => [{...first!, actor: 'somebody else'}, ...rest],
    'a removed first event': ([, ...rest]) => rest,
    'an exchanged order': ([first, second, ...rest]) => [second!, first!, ...rest],
  };
  for (const stream of ['scheduler', 'audit'])
    for (const [what, hand] of Object.entries(hands))
      it(`finds ${what} in the stream ${stream}`, async () => {
        const events = altered(await filledStore(), stream, hand);
        const [{ok, detail}] = await verifyChain({events, hash});
        expect(ok).to.equal(false);
        expect(detail).to.include(`${stream}: event`);
      });
});

describe('the chain from run to run', () => {
  const stream = (id: string, previousRunHash: string | null, more: object = {}) =>
    seal(id, null, [{type: 'RunStarted', data: {previousRunHash, ...more}}], {
      ...origin,
      at: at(13),
      newId: () => id,
      hash,
    });
  const past = (stored: StoredEvent[]) => ({id: stored[0]!.stream as RunId, events: stored});
  const hashOf = (stored: StoredEvent[]) => hashEvent(stored.at(-1)!, hash);
  const first = stream('distribution-2024-01-15', null);
  const next = stream('distribution-2024-01-16', hashOf(first));
  const belated = stream('distribution-2024-01-15.2', hashOf(next));

  it('holds for a run of yesterday that was made after one of today', () => {
    expect(chainBreaks([first, belated, next].map(past), hash)).to.deep.equal([]);
  });

  it('holds for a run of a worker that slept while the first one was made: the head that it carries says so', () => {
    const slept = stream('distribution-2024-01-16', null, {logHead: `h0b0.k00000000.${'0'.repeat(64)}`});
    expect(chainBreaks([first, slept].map(past), hash)).to.deep.equal([]);
  });

  it('breaks where a run is gone, whichever it was', () => {
    expect(chainBreaks([belated, next].map(past), hash)).to.have.length(1);
    expect(chainBreaks([first, belated].map(past), hash)).to.have.length(1);
    const another = stream('distribution-2024-01-17', null);
    expect(chainBreaks([first, next, another].map(past), hash)).to.have.length(1);
  });
});
