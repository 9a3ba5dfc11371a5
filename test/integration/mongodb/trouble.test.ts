import {randomUUID} from 'node:crypto';
import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import type {Socket} from 'node:net';
import {join} from 'node:path';
import {expect} from 'chai';
import {systemClock} from '../../../src/adapters/clock/system-clock.ts';
import {leasesOf, partsOf} from '../../../src/adapters/mongodb/collections.ts';
import {STUCK_MS} from '../../../src/adapters/mongodb/current-client.ts';
import {mongoEventStore} from '../../../src/adapters/mongodb/event-store.ts';
import {acquisition, LEASE} from '../../../src/adapters/mongodb/lease-acquisition.ts';
import {mongoRosterStore} from '../../../src/adapters/mongodb/roster-store.ts';
import {mongoRunLease} from '../../../src/adapters/mongodb/run-lease.ts';
import {Failure} from '../../../src/application/failure.ts';
import type {Clock} from '../../../src/application/ports/clock.ts';
import type {StoredEvent} from '../../../src/application/ports/event-store.ts';
import type {RosterPart} from '../../../src/application/ports/roster-store.ts';
import type {TheoryId} from '../../../src/domain/ids.ts';
import {event} from '../../contracts/event-store.ts';
import {addressOf, HASTY, mongoHarness} from '../../support/mongo-harness.ts';
import {type Fault, type MongoServer, startMongoServer} from '../../support/mongo-server.ts';
import {steppedClock} from '../../support/stepped-clock.ts';
import {tempFolder} from '../../support/temp-folder.ts';
import {until} from '../../support/until.ts';

const SHORT = {selectionMs: 300, answerMs: 200};
const B = 'SC00000001.2' as TheoryId;
const KEY = Buffer.from([1]);

/** What may let a command run although the client has given it up. */
const ARRIVES: readonly Fault['action'][] = ['drop-after', 'hang'];

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => new Error('it went well'),
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(Failure);
  return error as Failure;
}

function* parts(count: number, bytes: number): Generator<RosterPart> {
  for (let part = 0; part < count; part++) yield {theoryId: B, part, sealed: Buffer.alloc(bytes, part)};
}

describe('MongoDB in trouble', () => {
  let server: MongoServer;
  let harness: ReturnType<typeof mongoHarness>;
  before(async () => {
    server = await startMongoServer();
  });
  after(() => server.stop());
  beforeEach(() => {
    harness = mongoHarness(server);
  });
  afterEach(async () => {
    await server.up();
    await harness.close();
  });
  const hasty = () => harness.open({timeouts: SHORT, clock: HASTY});

  describe('that lasts', () => {
    const lasting: Record<string, Omit<Fault, 'command'>> = {
      'error 91': {action: 'error', code: 91, times: 'always'},
      'dropped connections': {action: 'drop', times: 'always'},
      'answers that never come': {action: 'drop-after', times: 'always'},
      'a hang': {action: 'hang', times: 'always'},
    };
    for (const [what, fault] of Object.entries(lasting)) {
      it(`says what to do after ${what}, and an append that did arrive is taken for done`, async () => {
        const events = [event('s', 1), event('s', 2)];
        server.faults.add({command: 'insert', ...fault});
        const failure = await failureOf(mongoEventStore(hasty()).append('s', 0, events));
        expect([failure.kind, failure.advice]).to.deep.equal(['unreachable', failure.advice ?? 'no advice']);
        server.faults.clear();
        const store = mongoEventStore(harness.open());
        expect((await store.read('s')).length).to.be.oneOf(ARRIVES.includes(fault.action) ? [0, 2] : [0]);
        expect(await store.append('s', 0, events)).to.deep.equal({type: 'appended'});
        expect((await store.read('s')).map(({id}) => id)).to.deep.equal(events.map(({id}) => id));
      });

      it(`gives the lease to one at most after ${what}`, async () => {
        server.faults.add({command: 'findAndModify', ...fault});
        expect((await failureOf(mongoRunLease(hasty(), systemClock).acquire('one', 300)))?.kind).to.equal(
          'unreachable',
        );
        server.faults.clear();
        const lease = mongoRunLease(harness.open(), systemClock);
        let answer = await lease.acquire('two', 60_000);
        for (; answer.type === 'held'; answer = await lease.acquire('two', 60_000)) {
          expect(answer.owner).to.equal('one');
          await systemClock.sleep(20);
        }
        expect(await lease.isCurrent(answer.epoch)).to.equal(true);
      });

      it(`publishes no roster that is not whole after ${what}`, async () => {
        const store = mongoRosterStore(harness.open(), systemClock);
        await store.save('r', KEY, parts(1, 5));
        for (const command of ['insert', 'update']) {
          server.faults.add({command, collection: command === 'insert' ? 'rosters' : 'roster_parts', ...fault});
          const id = command === 'insert' ? 'new' : 'r';
          const save = mongoRosterStore(hasty(), systemClock).save(id, KEY, parts(3, 5));
          // The repeat of a header's insert finds that the first try did arrive.
          if (command === 'insert' && fault.action === 'drop-after') await save;
          else expect((await failureOf(save)).kind).to.equal('unreachable');
          server.faults.clear();
        }
        expect(await store.parts('r', B)).to.have.length(1);
        const published = await store.wrappedKey('new');
        expect(await store.parts('new', B)).to.have.length(published ? 3 : 0);
      });
    }
  });

  it('waits for a server that is down for some seconds, at the first use and later', async () => {
    const waits: string[] = [];
    const state = harness.open({
      timeouts: {selectionMs: 400, answerMs: 400},
      onWait: (message) => waits.push(message),
    });
    const store = mongoEventStore(state);
    for (const version of [1, 2, 3]) {
      await server.down();
      const append = store.append('s', version - 1, [event('s', version)]);
      await systemClock.sleep(1_500);
      await server.up();
      expect(await append).to.deep.equal({type: 'appended'});
    }
    expect((await store.read('s')).length).to.equal(3);
    expect(waits).to.include('MongoDB does not answer; waiting');
  });

  it('gives up a server that stays down, and serves again when it is back', async () => {
    await server.down();
    const state = hasty();
    const failure = await failureOf(mongoEventStore(state).read('s'));
    expect([failure.kind, failure.message]).to.deep.equal(['unreachable', failure.message]);
    expect(failure.message).to.match(/^MongoDB does not answer \(.*ECONNREFUSED/);
    expect((await failureOf(state.serverTime())).kind).to.equal('unreachable');
    await server.up();
    expect(await mongoEventStore(state).read('s')).to.deep.equal([]);
  });

  it('serves again when a server that vanished amid a command is back', async () => {
    const store = mongoEventStore(hasty());
    await store.append('s', 0, [event('s', 1)]);
    server.faults.add({command: 'find', action: 'hang'});
    const read = store.read('s');
    await until('it is asked', async () => server.stats().faultsFired > 0);
    await server.down();
    await server.up();
    expect((await read).length).to.equal(1);
  });

  it('ends a command that its driver would wait for for ever', async () => {
    const [sockets, over] = [[] as Socket[], new AbortController()];
    const sleep: Clock['sleep'] = (ms, signal) => systemClock.sleep(ms, ms === STUCK_MS ? over.signal : signal);
    const opened = (message: unknown) => void sockets.push((message as {socket: Socket}).socket);
    subscribe('net.client.socket', opened);
    const store = mongoEventStore(harness.open({clock: {...systemClock, sleep}}));
    await store.append('s', 0, [event('s', 1)]);
    unsubscribe('net.client.socket', opened);
    const alive = sockets.filter(({destroyed}) => !destroyed);
    const closed = Promise.all(alive.map((socket) => once(socket, 'close')));
    // The driver hears of it in a later turn of the event loop than the one in which it writes.
    for (const socket of alive) socket.destroy();
    const read = failureOf(store.read('s'));
    await closed;
    over.abort();
    expect((await read).kind).to.equal('unreachable');
  });

  it('does not wait when it is asked to stop', async () => {
    const stopping = new AbortController();
    const state = harness.open({timeouts: SHORT, stopping: stopping.signal});
    await server.down();
    stopping.abort();
    expect((await failureOf(mongoEventStore(state).read('s'))).kind).to.equal('interrupted');
  });

  it('loses and doubles nothing with 8 writers while answers are lost and connections break', async () => {
    const appends = 25;
    let round = 0;
    const faults = setInterval(() => {
      if (server.faults.list().length > 0) return;
      const command = ['insert', 'find', '*'][round++ % 3]!;
      for (const action of ['drop', 'drop-after', 'error'] as const) server.faults.add({command, action, times: 2});
    }, 100);
    try {
      await Promise.all(
        Array.from({length: 8}, async (_, writer) => {
          const own = mongoEventStore(harness.open({timeouts: {selectionMs: 2_000, answerMs: 2_000}, clock: HASTY}));
          let asked: StoredEvent[] | null = null;
          for (let [n, version] = [0, 0]; n < appends; ) {
            const size = 1 + ((writer + n) % 3);
            asked ??= Array.from({length: size}, (_, i) => event('s', version + 1 + i, {writer, n, i}));
            // An unknown outcome is asked for again, until it is known.
            const answer = await own.append('s', version, asked).catch(() => null);
            if (answer) asked = null;
            if (answer?.type === 'appended') [n, version] = [n + 1, version + size];
            else if (answer?.type === 'conflict') version = (await own.read('s').catch(() => [])).length;
          }
        }),
      );
    } finally {
      clearInterval(faults);
      server.faults.clear();
    }
    const stored = await mongoEventStore(harness.open()).read('s');
    const wanted = Array.from({length: 8 * appends}, (_, k) => 1 + ((Math.floor(k / appends) + (k % appends)) % 3));
    expect(stored.map(({version}) => version)).to.deep.equal(stored.map((_, i) => i + 1));
    expect(stored).to.have.length(wanted.reduce((sum, size) => sum + size, 0));
    expect(new Set(stored.map(({data}) => JSON.stringify(data))).size).to.equal(stored.length);
  }).timeout(120_000);

  it('never lets two batches overlap, whatever their sizes and whatever a caller expects', async () => {
    const store = mongoEventStore(harness.open());
    const batch = (expected: number, size: number) =>
      store.append(
        's',
        expected,
        Array.from({length: size}, (_, i) => event('s', expected + 1 + i)),
      );
    await batch(0, 2);
    const answers = await Promise.all(Array.from({length: 60}, (_, i) => batch(i % 6, 1 + (i % 4))));
    expect(answers.filter(({type}) => type === 'appended').length).to.be.greaterThan(0);
    const versions = (await store.read('s')).map(({version}) => version);
    expect(versions).to.deep.equal(versions.map((_, i) => i + 1));
    expect((await batch(versions.length + 3, 1)).type).to.equal('conflict');
    expect((await batch(1, 1)).type, 'in the middle of a batch').to.equal('conflict');
  });

  it('refuses an append that no document can hold', async () => {
    const store = mongoEventStore(harness.open());
    const failure = await failureOf(store.append('s', 0, [event('s', 1, {text: 'x'.repeat(17_000_000)})]));
    expect(failure.message).to.match(/^1 event for s: 18 MB at once, where MongoDB keeps 16$/);
    expect(await store.append('s', 0, [event('s', 1, {text: 'x'.repeat(15_900_000)})])).to.deep.equal({
      type: 'appended',
    });
    await failureOf(store.append('s', 1, [event('s', 3)]));
  });

  it('does not let a late first try of acquire take the lease that was given back', async () => {
    const state = harness.open();
    const lease = mongoRunLease(state, systemClock);
    const call = {owner: 'one', token: randomUUID(), forMs: 60_000};
    const arrive = () =>
      state.use((db) =>
        leasesOf(db).findOneAndUpdate({_id: LEASE}, acquisition(call, Date.now()), {
          upsert: true,
          returnDocument: 'after',
        }),
      );
    const [first, repeat] = [await arrive(), await arrive()];
    expect([first!.epoch, repeat!.epoch, repeat!.token]).to.deep.equal([1, 1, call.token]);
    await lease.release(1);
    await arrive();
    expect(await lease.renew(1, 60_000), 'nor a late renewal').to.equal(false);
    expect(await lease.acquire('two', 60_000)).to.deep.equal({type: 'acquired', epoch: 2});
    await arrive();
    expect(await lease.isCurrent(2)).to.equal(true);
  });

  it('stores rosters larger than a document, and clears away what is replaced, destroyed or left behind', async () => {
    const clock = steppedClock(Date.parse('2024-01-15T04:00:00Z'));
    const state = harness.open();
    const store = mongoRosterStore(state, clock);
    const kept = () => state.use((db) => partsOf(db).countDocuments());
    await store.save('r', KEY, parts(22, 1_000_000));
    expect((await store.parts('r', B)).map(({part, sealed}) => [part, sealed[0], sealed.length])).to.deep.equal(
      Array.from({length: 22}, (_, part) => [part, part, 1_000_000]),
    );
    await store.save('r', KEY, parts(3, 10));
    expect(await kept()).to.equal(3);

    server.faults.add({command: 'insert', collection: 'rosters', action: 'drop', times: 'always'});
    await failureOf(mongoRosterStore(hasty(), clock).save('unfinished', KEY, parts(5, 10)));
    server.faults.clear();
    expect(await kept(), 'may still be published, for all it knows').to.equal(8);
    clock.advance(86_400_001);
    await store.save('later', KEY, parts(1, 10));
    expect(await kept()).to.equal(4);
    await store.destroyKey('r');
    expect([await kept(), await store.ids()]).to.deep.equal([1, ['later']]);
  });

  it('says so when a part of a roster is missing', async () => {
    const state = harness.open();
    const store = mongoRosterStore(state, systemClock);
    await store.save('r', KEY, parts(3, 10));
    await state.use((db) => partsOf(db).deleteOne({part: 1}));
    const failure = await failureOf(store.parts('r', B));
    expect(failure.message).to.equal(`parts of ${B} are missing in the roster r`);
  });

  it('tells the time of the server', async () => {
    const before = Date.now();
    expect(await harness.open().serverTime()).to.be.within(before, Date.now());
  });

  it('closes while a command hangs, and when nothing was opened', async () => {
    const state = harness.open();
    await mongoEventStore(state).read('s');
    server.faults.add({command: 'find', action: 'hang', times: 'always'});
    const reading = failureOf(mongoEventStore(harness.open({timeouts: SHORT, clock: HASTY})).read('s'));
    await state.close();
    await state.close();
    await harness.open().close();
    expect((await reading).kind).to.equal('unreachable');
  });
});

describe('MongoDB with a login', () => {
  const folder = tempFolder();
  const logFile = join(folder.path, 'commands.jsonl');
  let server: MongoServer;
  let harness: ReturnType<typeof mongoHarness>;
  before(async () => {
    server = await startMongoServer({replicaSet: 'rs0', auth: 'soft:p@ss/w:rd', logFile});
    harness = mongoHarness(server);
  });
  after(async () => {
    await harness.close();
    await server.stop();
    folder.remove();
  });

  it('has every write confirmed by the majority and its journal, whatever the address says', async () => {
    const uri = `${addressOf(server.url, harness.name)}&authSource=admin&w=1&journal=false&readConcernLevel=local&readPreference=nearest`;
    const state = harness.open({uri});
    await mongoEventStore(state).append('s', 0, [event('s', 1)]);
    await mongoEventStore(state).read('s');
    await mongoRunLease(state, systemClock).acquire('one', 1_000);
    await mongoRunLease(state, systemClock).release(1);
    await mongoRosterStore(state, systemClock).save('r', KEY, parts(1, 5));
    await mongoRosterStore(state, systemClock).destroyKey('r');
    await until('the server has written its log', () => readFileSync(logFile, 'utf8').includes('"delete"'));
    type Line = {command: string; database: string; body: string};
    const lines = readFileSync(logFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    const own = lines.filter(({database}) => database === harness.name);
    const writing = ['createIndexes', 'insert', 'update', 'findAndModify', 'delete'];
    expect([...new Set(own.map(({command}) => command))]).to.include.members([...writing, 'find']);
    for (const {command, body} of own) {
      const {writeConcern, readConcern} = JSON.parse(body) as {writeConcern?: object; readConcern?: object};
      if (writing.includes(command)) expect(writeConcern, command).to.include({w: 'majority', j: true});
      else expect(readConcern, command).to.deep.equal({level: 'majority'});
    }
  });

  it('refuses a wrong password without repeating it', async () => {
    const uri = addressOf(server.url, harness.name).replace(/:\/\/[^@]*@/, '://soft:hunter2@');
    const failure = await failureOf(mongoEventStore(harness.open({uri})).read('s'));
    expect([failure.kind, failure.message]).to.deep.equal([
      'unreachable',
      'MongoDB refuses the login (MongoServerError 18 AuthenticationFailed)',
    ]);
    expect(`${failure.advice} ${failure.stack}`).not.to.include('hunter2');
  });

  it('refuses an address that the driver does not understand', async () => {
    for (const uri of [
      'mongodb://u:hunter2@h/?w=x&tls=maybe',
      'mongodb://u:hunter2@h/?hunter2=1',
      'mongodb+srv://u:hunter2@a.b.kz:1/',
    ]) {
      const failure = await failureOf(mongoEventStore(harness.open({uri})).read('s'));
      expect(failure.kind).to.equal('configuration');
    }
  });
});
