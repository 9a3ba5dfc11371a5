import {expect} from 'chai';
import {chainHash, sha256} from '../../src/adapters/crypto/chain-hash.ts';
import {recordIssued, withdraw} from '../../src/application/events/access-stream.ts';
import {auditTrail} from '../../src/application/events/audit.ts';
import {type Hash, hashEvent} from '../../src/application/events/event-envelope.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {EventStore, StoredEvent} from '../../src/application/ports/event-store.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import type {BusinessDate, IsoInstant} from '../../src/domain/ids.ts';
import {install, switchTo} from '../../src/domain/scheduler.ts';
import {memoryEventStore} from '../support/memory/event-store.ts';
import {DAY_MS, makeWorld, syntheticUsers} from '../support/world.ts';

const SECRET = 'a1'.repeat(32);
const at = (day: number) => `2024-01-${day}T03:00:00.000Z` as IsoInstant;

/** Three mornings with something of everything; answers the log in its order, with the head noted after each morning. */
async function threeMornings() {
  const world = makeWorld({users: 12});
  const scheduler = await openScheduler(world.deps, world.request.origin);
  const audit = auditTrail(world.deps);
  const heads: string[] = [];
  for (const day of [15, 16, 17]) {
    await scheduler.record(day === 15 ? install(at(15)) : switchTo(day === 17, at(day)));
    await audit({
      who: 'operator',
      what: 'POST /scheduler/stop',
      from: '10.0.0.7',
      outcome: 'done',
      requestId: `r${day}`,
    });
    world.source.users = syntheticUsers(12, day * 100);
    const [tokenId, {origin}] = [`t${day}`, world.request];
    const token = {tokenId, subject: 'operator', permission: 'admin', expiresAt: at(30)} as const;
    await recordIssued(world.deps, token, origin);
    if (day === 16) await withdraw(world.deps, {tokenId}, origin);
    // Rows that vanish, so that a campaign has a stream.
    if (day === 16) world.tables.get('SC_local_target')!.pop();
    await world.run({}, {next: {date: `2024-01-${day}` as BusinessDate, slot: null}});
    world.clock.advance(DAY_MS);
    heads.push(await headNow(world.deps.events));
  }
  return {log: await inOrder(world.deps.events), heads};
}

async function inOrder(events: EventStore): Promise<StoredEvent[]> {
  const {position} = await events.heads(0);
  const log: StoredEvent[] = [];
  for (let n = 1; n <= position; n++) {
    const [[stream, version]] = [...(await events.heads(n - 1, n)).versions] as [[string, number]];
    log.push((await events.read(stream, version - 1))[0]!);
  }
  return log;
}

/** A state store whose file somebody wrote by hand: nothing is checked. */
function storeOf(log: readonly StoredEvent[]): EventStore {
  const store = memoryEventStore();
  return {
    ...store,
    read: async (stream, after = 0) =>
      log.filter((event) => event.stream === stream && event.version > after).sort((a, b) => a.version - b.version),
    heads: async (after, upTo = log.length) => ({
      position: Math.max(after, Math.min(upTo, log.length)),
      versions: new Map(log.slice(after, upTo).map(({stream, version}) => [stream, version])),
    }),
  };
}

const verify = (events: EventStore, expected?: string, hash: Hash = chainHash(SECRET)) =>
  verifyChain({events, hash}, expected).catch(({message}: Error) => [{check: 'chain', ok: false, detail: message}]);
const headNow = async (events: EventStore) => (await verify(events)).at(-1)!.detail;
/** False when the change was noticed. */
const passes = async (log: readonly StoredEvent[], expected?: string, hash?: Hash) =>
  (await verify(storeOf(log), expected, hash)).every(({ok}) => ok);

/** As somebody would who knows how links are made and has no key: all links from the changed event on, made anew. */
function relinked(log: readonly StoredEvent[], hash: Hash): StoredEvent[] {
  const last = new Map<string, StoredEvent>();
  return log.map((event) => {
    const before = last.get(event.stream);
    const mended = {
      ...event,
      version: (before?.version ?? 0) + 1,
      previousHash: before ? hashEvent(before, hash) : null,
    };
    last.set(event.stream, mended);
    return mended;
  });
}

const FIELDS: readonly (keyof StoredEvent)[] = [
  'id', 'type', 'schema', 'data', 'at', 'correlationId', 'causationId', 'actor', 'previousHash', 'version', 'stream',
]; // biome-ignore format: one list
const forger = chainHash('ee'.repeat(32));

describe('what was done to the log is noticed, by a head that was noted elsewhere', () => {
  let log: StoredEvent[];
  let heads: string[];
  let head: string;
  before(async () => {
    ({log, heads} = await threeMornings());
    head = heads.at(-1)!;
  });

  it('holds as it is, at each head that was noted', async () => {
    const streams = new Set(log.map(({stream}) => stream.replace(/-.*/, '')));
    expect([...streams].sort()).to.deep.equal(['access', 'audit', 'campaign', 'distribution', 'scheduler']);
    for (const it of heads) expect(await passes(log, it)).to.equal(true);
    expect(new Set(heads).size).to.equal(3);
  });

  for (const field of FIELDS)
    it(`any event's ${field}`, async () => {
      for (const [n, event] of log.entries()) {
        const old = event[field];
        const data = {...(old as object), planted: true};
        const value = typeof old === 'number' ? old + 1 : typeof old === 'object' && old ? data : `${old}x`;
        const where = `${event.stream} ${event.version}`;
        expect(await passes(log.with(n, {...event, [field]: value}), head), where).to.equal(false);
      }
    });

  for (const [how, hash] of Object.entries({'as 0.1.0 did': sha256, 'under another key': forger}))
    it(`any event's actor, with all links made anew ${how}`, async () => {
      for (const [n, event] of log.entries()) {
        const changed = relinked(log.with(n, {...event, actor: 'somebody else'}), hash);
        expect(await passes(changed, head), `${event.stream} ${event.version}`).to.equal(false);
      }
    });

  it('any event that is gone, and any end of a stream', async () => {
    for (const [n, event] of log.entries()) {
      const where = `${event.stream} ${event.version}`;
      const gone = log.toSpliced(n, 1);
      expect(await passes(gone, head), where).to.equal(false);
      expect(await passes(relinked(gone, forger), head), where).to.equal(false);
      const tail = log.filter(({stream, version}) => stream !== event.stream || version < event.version);
      expect(await passes(tail, head), `end of ${where}`).to.equal(false);
    }
  });

  it('any stream that is gone, the first run among them', async () => {
    for (const gone of new Set(log.map(({stream}) => stream))) {
      const left = log.filter(({stream}) => stream !== gone);
      expect(await passes(left, head), gone).to.equal(false);
    }
  });

  it('any older copy of the state, and an empty one', async () => {
    for (let n = 0; n < log.length; n++) expect(await passes(log.slice(0, n), head), `${n} events`).to.equal(false);
  });

  it('a head that is made up, or of another log', async () => {
    expect(
      await passes(
        log,
        head.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ).to.equal(false);
    expect(await passes(log, `h${log.length}b0.${sha256('head')}`)).to.equal(false);
    expect(await passes(log, 'nonsense')).to.equal(false);
  });

  it('and without one what stands before the last run began, gone streams and first runs among it', async () => {
    const begun = log.findLastIndex(({type}) => type === 'RunStarted');
    const streams = new Set(log.slice(0, begun).map(({stream}) => stream));
    for (const gone of streams) expect(await passes(log.filter(({stream}) => stream !== gone)), gone).to.equal(false);
    for (const [n, event] of log.slice(0, begun).entries())
      expect(await passes(log.toSpliced(n, 1)), `${event.stream} ${event.version}`).to.equal(false);
  });
});

describe('a change of ASSIGNMENT_SECRET', () => {
  it('leaves old links and heads provable while the old secret is named, and no longer', async () => {
    const {log, heads} = await threeMornings();
    const now = 'c3'.repeat(32);
    expect(await passes(log, heads[2], chainHash(now, SECRET))).to.equal(true);
    expect(await passes(log, heads[2], chainHash(now))).to.equal(false);
  });

  it('lets a run go on under the new one', async () => {
    const world = makeWorld();
    await world.run();
    const hash = chainHash('c3'.repeat(32), SECRET);
    world.clock.advance(DAY_MS);
    await world.run({hash}, {next: {date: '2024-01-16' as BusinessDate, slot: null}});
    const checks = await verify(world.deps.events, undefined, hash);
    expect(
      checks.every(({ok}) => ok),
      JSON.stringify(checks),
    ).to.equal(true);
  });
});
