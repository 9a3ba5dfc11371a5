import {expect} from 'chai';
import {chainHash, sha256} from '../../src/adapters/crypto/chain-hash.ts';
import {auditTrail} from '../../src/application/events/audit.ts';
import {hashEvent, sealEvents} from '../../src/application/events/event-envelope.ts';
import {parseHead} from '../../src/application/events/log-head.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {EventStore, StoredEvent} from '../../src/application/ports/event-store.ts';
import {chainBreaks, verifyChain} from '../../src/application/verify/verify-chain.ts';
import type {BusinessDate, IsoInstant, RunId} from '../../src/domain/ids.ts';
import {install, type SchedulerDecision, switchTo} from '../../src/domain/scheduler.ts';
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
  await world.deps.events.append('audit', 0, sealEvents('audit', null, actions, meta));
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
    const [event] = sealEvents('audit', null, [{type: 'X', data: {}}], {
      ...origin,
      at: '',
      newId: () => '1',
      hash: () => '',
    });
    expect(event!.actor).to.equal('http:[id]');
  });
});

describe('verify --chain', () => {
  it('follows every stream: runs, scheduler and audit', async () => {
    const [chain, head, ...more] = await verifyChain({events: await filledStore(), hash});
    const detail = '24 events of 1 run follow from each other, 3 of the stream scheduler, 2 of the stream audit';
    expect(chain).to.deep.equal({check: 'chain', ok: true, detail});
    expect(head).to.deep.include({check: 'head', ok: true});
    expect(head!.detail).to.match(/^h29b0\.k/);
    expect(more).to.deep.equal([]);
  });

  it('builds the head of today on that of the latest run', async () => {
    const world = makeWorld();
    for (const date of ['2024-01-15', '2024-01-16'] as BusinessDate[]) await world.run({}, {next: {date, slot: null}});
    const [, head] = await verifyChain({events: world.deps.events, hash});
    const [latest] = await world.deps.events.read('distribution-2024-01-16');
    const {logHead} = latest!.data as {logHead: string};
    expect(head!.detail).to.match(new RegExp(`^h\\d+b${parseHead(logHead)!.position}\\.`));
  });

  describe('with a head that was noted', () => {
    const checkOf = async (events: EventStore, noted: string) => (await verifyChain({events, hash}, noted))[1];
    const notedOf = async (events: EventStore) => (await verifyChain({events, hash})).at(-1)!.detail;

    it('holds for the log as it was then, whatever came since', async () => {
      const events = await filledStore();
      const noted = await notedOf(events);
      const detail = 'all 29 positions of the log are as they were then';
      expect(await checkOf(events, noted)).to.deep.equal({check: 'expected head', ok: true, detail});
      const scheduler = await openScheduler({...makeWorld().deps, events}, origin);
      await scheduler.record(switchTo(false, at(14)));
      expect(await checkOf(events, noted)).to.include({ok: true});
    });

    it('says that the end of the log is gone', async () => {
      const noted = (await notedOf(await filledStore())).replace('h29', 'h35');
      const detail = 'the log ends at 29, before 35: its end is gone, or it is an older copy';
      expect(await checkOf(await filledStore(), noted)).to.deep.equal({check: 'expected head', ok: false, detail});
    });

    it('says that what the log held is another, or sealed by another secret', async () => {
      const events = await filledStore();
      const noted = await notedOf(events);
      const changed = altered(events, 'audit', (stored) => stored.map((event) => ({...event, actor: 'x'})));
      const detail =
        'what the log held then has been altered, or was sealed under an ASSIGNMENT_SECRET that is not known here';
      expect(await checkOf(changed, noted)).to.deep.equal({check: 'expected head', ok: false, detail});
    });

    it('refuses what is no head, and says where one stands', async () => {
      const failure = await checkOf(await filledStore(), 'nonsense').catch((error) => error);
      expect(failure).to.include({kind: 'usage'});
      expect(failure.message).to.equal('--expect is a head such as h120b85.k0f…: a success mail or log line has it');
    });
  });

  describe('links without a key, as 0.1.0 made them', () => {
    /** A scheduler's stream of 0.1.0, before or after the first run of today. */
    async function withOldStream(when: 'before' | 'after'): Promise<EventStore> {
      const world = makeWorld();
      const old = async () => {
        const scheduler = await openScheduler({...world.deps, hash: sha256}, origin);
        for (const decision of [install(at(10)), switchTo(false, at(11)), switchTo(true, at(12))])
          await scheduler.record(decision);
      };
      if (when === 'before') await old();
      await world.run();
      if (when === 'after') await old();
      return world.deps.events;
    }

    it('hold where they stand before the first run that carries a head, and are counted', async () => {
      const [{ok, detail}] = await verifyChain({events: await withOldStream('before'), hash});
      expect(ok, detail).to.equal(true);
      expect(detail).to.match(/, 2 links are from before they had a key: those show accidents only$/);
    });

    it('are a forgery after it', async () => {
      const [{ok, detail}] = await verifyChain({events: await withOldStream('after'), hash});
      expect(ok).to.equal(false);
      expect(detail).to.equal('scheduler: the link of event 2 has no key; scheduler: the link of event 3 has no key');
    });

    it('are a forgery where an old stream goes on after it', async () => {
      const world = makeWorld();
      const record = async (decision: SchedulerDecision) =>
        (await openScheduler({...world.deps, hash: sha256}, origin)).record(decision);
      await record(install(at(10)));
      await record(switchTo(false, at(11)));
      for (const date of ['2024-01-15', '2024-01-16'] as BusinessDate[]) {
        await world.run({}, {next: {date, slot: null}});
        if (date === '2024-01-15') await record(switchTo(true, at(12)));
      }
      const [{detail}] = await verifyChain({events: world.deps.events, hash});
      expect(detail).to.equal('scheduler: the link of event 3 has no key');
    });
  });

  it('names the run that was begun on another log', async () => {
    const world = makeWorld();
    await auditTrail(world.deps)({who: 'operator', what: 'stop', from: '10.0.0.7', outcome: 'done', requestId: '1'});
    await world.run();
    const events = altered(world.deps.events, 'audit', () => []);
    const [{detail}] = await verifyChain({events, hash});
    expect(detail).to.equal('distribution-2024-01-15: the log before it is not the one that it was begun on');
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

  it('finds a last event that follows and has another number', async () => {
    const events = altered(await filledStore(), 'scheduler', (stored) =>
      stored.with(-1, {...stored.at(-1)!, version: 7}),
    );
    const [{detail}] = await verifyChain({events, hash});
    expect(detail).to.equal('scheduler: event 7 is out of order');
  });

  it('names which event does not follow from which', async () => {
    const events = altered(await filledStore(), 'scheduler', ([first, ...rest]) => [{...first!, actor: 'x'}, ...rest]);
    const [{detail}] = await verifyChain({events, hash});
    expect(detail).to.equal('scheduler: event 2 does not follow from 1');
  });
});

describe('the chain from run to run', () => {
  const stream = (id: string, previousRunHash: string | null, more: object = {}) =>
    sealEvents(id, null, [{type: 'RunStarted', data: {previousRunHash, ...more}}], {
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
    expect(chainBreaks([belated, next].map(past), hash)).to.deep.equal([
      'distribution-2024-01-16: its link to the run before it leads nowhere',
    ]);
    expect(chainBreaks([first, belated].map(past), hash)).to.have.length(1);
    const another = stream('distribution-2024-01-17', null);
    expect(chainBreaks([first, next, another].map(past), hash)).to.have.length(1);
  });
});
