import {mongoEventStore} from '../../../src/adapters/mongodb/event-store.ts';
import {mongoRosterStore} from '../../../src/adapters/mongodb/roster-store.ts';
import {mongoRunLease} from '../../../src/adapters/mongodb/run-lease.ts';
import {sqliteEventStore} from '../../../src/adapters/sqlite/event-store.ts';
import {sqliteRosterStore} from '../../../src/adapters/sqlite/roster-store.ts';
import {sqliteRunLease} from '../../../src/adapters/sqlite/run-lease.ts';
import {STATE_SCHEMA} from '../../../src/adapters/sqlite/schema.ts';
import {keystream, seedNumber} from '../../support/keystream.ts';
import {memoryEventStore} from '../../support/memory/event-store.ts';
import {memoryRosterStore} from '../../support/memory/roster-store.ts';
import {memoryRunLease} from '../../support/memory/run-lease.ts';
import {mongoHarness} from '../../support/mongo-harness.ts';
import {type MongoServer, startMongoServer} from '../../support/mongo-server.ts';
import {raceForSlot} from '../../support/slot-race.ts';
import {sqliteHarness} from '../../support/sqlite-harness.ts';
import {steppedClock} from '../../support/stepped-clock.ts';

const STARTERS = 8;
/** The double of MongoDB takes a second for each: the default is what CI has time for. */
const RACES = Number(process.env.RACES ?? 0);
const SEED = Number(process.env.RACE_SEED ?? Date.now() % 1_000_000);
const clock = steppedClock(Date.parse('2024-01-15T03:00:00Z'));

describe(`${STARTERS} starters that race for one slot (RACE_SEED=${SEED})`, function () {
  this.timeout(1_200_000);
  const next = keystream(seedNumber(SEED));
  const jitter = () => next() % 6;
  const each = <Item>(make: () => Item) => Array.from({length: STARTERS}, make);
  const times = (count: number) => RACES || count;

  it(`make one run in each of ${times(1_000)} races in memory`, async () => {
    for (let race = 0; race < times(1_000); race++) {
      const view = {events: memoryEventStore(), lease: memoryRunLease(clock), rosters: memoryRosterStore()};
      await raceForSlot(
        each(() => view),
        jitter,
      );
    }
  });

  it(`make one run in each of ${times(1_000)} races on SQLite, over a connection each`, async () => {
    const harness = sqliteHarness('state.db', STATE_SCHEMA);
    const files = each(harness.open);
    const views = files.map((file) => ({
      events: sqliteEventStore(file),
      lease: sqliteRunLease(file, clock),
      rosters: sqliteRosterStore(file),
    }));
    // Nobody pulls the plug here.
    for (const file of files) await file.use((db) => db.pragma('synchronous = OFF'));
    for (let race = 0; race < times(1_000); race++) {
      await raceForSlot(views, jitter);
      await files[0]!.use((db) => {
        for (const table of ['events', 'leases', 'roster_parts', 'rosters']) db.exec(`DELETE FROM ${table}`);
      });
    }
    await harness.close();
  });

  describe('in MongoDB', () => {
    let server: MongoServer;
    before(async () => {
      server = await startMongoServer();
    });
    after(() => server.stop());

    it(`make one run in each of ${times(5)} races over a client each`, async () => {
      const harness = mongoHarness(server);
      const states = each(() => harness.open());
      const views = states.map((state) => ({
        events: mongoEventStore(state),
        lease: mongoRunLease(state, clock),
        rosters: mongoRosterStore(state, clock),
      }));
      for (let race = 0; race < times(5); race++) {
        await raceForSlot(views, jitter);
        await states[0]!.use(async (db) => {
          for (const name of ['events', 'leases', 'rosters', 'roster_parts']) await db.collection(name).deleteMany({});
        });
      }
      await harness.close();
    });
  });
});
