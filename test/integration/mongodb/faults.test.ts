import {expect} from 'chai';
import {systemClock} from '../../../src/adapters/clock/system-clock.ts';
import {mongoEventStore} from '../../../src/adapters/mongodb/event-store.ts';
import type {MongoState} from '../../../src/adapters/mongodb/mongo-connection.ts';
import {mongoRosterStore} from '../../../src/adapters/mongodb/roster-store.ts';
import {mongoRunLease} from '../../../src/adapters/mongodb/run-lease.ts';
import type {RosterPart} from '../../../src/application/ports/roster-store.ts';
import type {TheoryId} from '../../../src/domain/ids.ts';
import {event} from '../../contracts/event-store.ts';
import {HASTY, mongoHarness} from '../../support/mongo-harness.ts';
import {type Fault, type MongoServer, startMongoServer} from '../../support/mongo-server.ts';

const TIMEOUTS = {selectionMs: 2_000, answerMs: 300};
const B = 'SC00000001.2' as TheoryId;
const KEY = Buffer.from([1, 2, 3]);

const roster = (byte: number): RosterPart[] =>
  [0, 1].map((part) => ({theoryId: B, part, sealed: Buffer.alloc(5, byte + part)}));

type Trouble = Omit<Fault, 'command'>;
/** What strikes a command: often enough to get past the driver's own second try. */
const PASSING: Record<string, Trouble> = {
  'error 91': {action: 'error', code: 91, times: 3},
  'error 11600': {action: 'error', code: 11600, times: 3},
  'error 10107': {action: 'error', code: 10107, times: 3},
  'a dropped connection': {action: 'drop', times: 3},
  'one dropped connection': {action: 'drop', times: 1},
  'an answer that never comes': {action: 'drop-after', times: 1},
  'three answers that never come': {action: 'drop-after', times: 3},
  'a hang': {action: 'hang', times: 1},
  'a hang that runs after all': {action: 'hang', times: 1, ms: 150},
};
/** What the stores are for, each done once and looked at afterwards past all faults. */
const WORK: Record<string, (state: () => MongoState) => {act: () => Promise<void>; check: () => Promise<void>}> = {
  'appends once': (state) => {
    const events = [event('s', 1), event('s', 2)];
    return {
      act: async () => {
        const store = mongoEventStore(state());
        expect(await store.append('s', 0, events)).to.deep.equal({type: 'appended'});
        expect(await store.append('s', 2, [event('s', 3)])).to.deep.equal({type: 'appended'});
        expect(await store.append('s', 0, [event('s', 1)])).to.deep.equal({type: 'conflict'});
        expect((await store.read('s')).map(({version}) => version)).to.deep.equal([1, 2, 3]);
      },
      check: async () => {
        const seen = (await mongoEventStore(state()).read('s')).map(({version}) => version);
        expect(seen).to.deep.equal([1, 2, 3].slice(0, seen.length));
        expect(seen.length, 'a batch is whole').not.to.equal(1);
      },
    };
  },

  'gives the lease once, prolongs it and takes it back': (state) => ({
    act: async () => {
      const lease = mongoRunLease(state(), systemClock);
      expect(await lease.acquire('one', 60_000)).to.deep.equal({type: 'acquired', epoch: 1});
      expect((await lease.acquire('two', 60_000)).type).to.equal('held');
      expect([await lease.renew(1, 60_000), await lease.isCurrent(1)]).to.deep.equal([true, true]);
      await lease.release(1);
      expect(await lease.acquire('two', 60_000)).to.deep.equal({type: 'acquired', epoch: 2});
      expect([await lease.renew(1, 60_000), await lease.isCurrent(1)]).to.deep.equal([false, false]);
    },
    check: async () => {
      const lease = mongoRunLease(state(), systemClock);
      const current = await Promise.all([1, 2, 3].map((epoch) => lease.isCurrent(epoch)));
      expect(current.filter(Boolean).length, 'one epoch at most').to.be.lessThan(2);
      expect(current[2]).to.equal(false);
    },
  }),

  'stores a roster whole, replaces it and destroys its key': (state) => ({
    act: async () => {
      const store = mongoRosterStore(state(), systemClock);
      await store.save('gone', KEY, roster(50));
      await store.destroyKey('gone');
      await store.save('r', KEY, roster(1));
      await store.save('r', KEY, roster(7));
      expect((await store.parts('r', B)).map(({sealed}) => sealed[0])).to.deep.equal([7, 8]);
      expect(await store.ids()).to.deep.equal(['r']);
    },
    check: async () => {
      const store = mongoRosterStore(state(), systemClock);
      for (const id of await store.ids()) {
        const parts = (await store.parts(id, B)).map(({sealed}) => sealed[0]!);
        expect(parts).to.deep.equal([parts[0], parts[0]! + 1]);
      }
    },
  }),
};

/** How often each kind of work sends each command. */
const USED: Record<string, Record<string, number>> = {
  'appends once': {insert: 3, find: 3, createIndexes: 2},
  'gives the lease once, prolongs it and takes it back': {findAndModify: 3, update: 5, createIndexes: 2},
  'stores a roster whole, replaces it and destroys its key': {
    insert: 2,
    find: 7,
    update: 4,
    delete: 3,
    createIndexes: 2,
    distinct: 3,
  },
};

describe('MongoDB with faults', () => {
  let server: MongoServer;
  let harness: ReturnType<typeof mongoHarness>;
  before(async () => {
    server = await startMongoServer();
  });
  after(() => server.stop());
  beforeEach(() => {
    harness = mongoHarness(server);
  });
  afterEach(() => harness.close());

  for (const [title, make] of Object.entries(WORK)) {
    for (const [command, times] of Object.entries(USED[title]!)) {
      for (const [what, trouble] of Object.entries(PASSING)) {
        for (let after = 0; after < times; after++) {
          it(`${title}, with ${what} on ${command} no. ${after + 1}`, async () => {
            const before = server.stats().faultsFired;
            const work = make(() => harness.open({timeouts: TIMEOUTS, clock: HASTY}));
            server.faults.add({command, after, ...trouble});
            await work.act();
            expect(server.stats().faultsFired, 'the fault did strike').to.be.greaterThan(before);
            server.faults.clear();
            await work.check();
          });
        }
      }
    }
  }
});
