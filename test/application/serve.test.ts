import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import {nextRuns, schedulerStatus, switchScheduler} from '../../src/application/service/scheduler.ts';
import {deadAlarm, makeServiceWorld, slotOf} from '../support/service-world.ts';

type World = ReturnType<typeof makeServiceWorld>;

const statusOf = async ({deps}: World) => (await readHistory(deps.events)).map(({id, run}) => `${id} ${run.status}`);
const slotsOf = async ({deps}: World) => (await readHistory(deps.events)).map(({run}) => run.slot);
const kindsOf = ({told}: World) => told.map(({kind}) => kind);
const origin = {actor: 'test', correlationId: 'test'};

/** Calls to SPSS fail until the moment. */
function spssAway(world: World, until: string, kind: 'unreachable' | 'refused' = 'unreachable') {
  const attempts: string[] = [];
  const lock: typeof world.deps.tables.spss.lock = async (...args) => {
    const now = new Date(world.clock.now()).toISOString();
    attempts.push(now.slice(11, 16));
    if (now < until) throw new Failure(kind, 'SPSS is away', {database: 'spss'});
    return world.deps.tables.spss.lock(...args);
  };
  return {attempts, tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}};
}

describe('the service', function () {
  this.timeout(60_000);
  it('runs the day at its slot, for the date of the slot', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const service = world.start();
    await world.until('2024-01-15T02:59:59Z');
    expect(await statusOf(world)).to.deep.equal([]);
    await world.until('2024-01-15T03:00:00Z');
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 completed']);
    expect(await slotsOf(world)).to.deep.equal([slotOf(15)]);
    await world.until('2024-01-16T02:00:00Z');
    await service.stop();
    expect(kindsOf(world)).to.deep.equal(['success']);
    expect(world.told[0]!.nextRun).to.equal(slotOf(16));
    expect(world.pings).to.deep.equal(['start', 'success']);
  });

  for (const n of [2, 5]) {
    it(`makes one run a slot with ${n} processes`, async () => {
      const world = makeServiceWorld('2024-01-15T02:59:55Z');
      const services = Array.from({length: n}, () => world.start());
      await world.until('2024-01-15T04:10:00Z');
      for (const service of services) await service.stop();
      expect(await slotsOf(world)).to.deep.equal([slotOf(15)]);
      expect(await world.missed()).to.deep.equal([]);
      expect(kindsOf(world)).to.deep.equal(['success']);
    });
  }

  it('reads no event of the past again while it has nothing to do', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    let transferred = 0;
    const {events} = world.deps;
    const read: typeof events.read = async (stream, after) => {
      const found = await events.read(stream, after);
      transferred += found.length;
      return found;
    };
    const service = world.start({deps: {events: {...events, read}}});
    await world.until('2024-01-15T06:00:00Z');
    expect(transferred, 'on the way').to.be.greaterThan(0);
    transferred = 0;
    await world.until('2024-01-16T02:59:00Z');
    await service.stop();
    expect(transferred).to.equal(0);
  });

  it('owes no slot from before its first start', async () => {
    const world = makeServiceWorld('2024-01-15T03:00:01Z');
    const service = world.start();
    await world.until('2024-01-15T12:00:00Z');
    await service.stop();
    expect([await statusOf(world), await world.missed()]).to.deep.equal([[], []]);
  });

  it('notices a slot by itself when the alarm does not ring', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const service = world.start({alarm: deadAlarm});
    await world.until('2024-01-15T03:00:30Z');
    await service.stop();
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 completed']);
  });

  it('runs at the slot when the alarm rings a moment early, as timers do', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const service = world.start({
      alarm: {
        start: async (ring) => {
          const early = Date.parse(slotOf(15)) - 1;
          void world.clock.sleep(early - world.clock.now()).then(() => ring(slotOf(15), new AbortController().signal));
        },
        stop: async () => {},
      },
    });
    await world.until('2024-01-15T03:00:01Z');
    await service.stop();
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 completed']);
  });

  it('runs only the latest slot when an alarm had to wait for an owed run until a later one was due', async () => {
    const world = makeServiceWorld('2024-01-14T02:59:55Z', {cron: '0 9,10 * * *'});
    const away = world.start({deps: spssAway(world, '2024-01-15')});
    await world.until('2024-01-14T03:00:10Z');
    await away.stop();
    await world.until('2024-01-15T02:59:30Z');
    const lock: typeof world.deps.tables.spss.lock = async (...args) => {
      await world.clock.sleep(Math.max(0, Date.parse('2024-01-15T04:05:00Z') - world.clock.now()));
      return world.deps.tables.spss.lock(...args);
    };
    const service = world.start({deps: {tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}}});
    await world.until('2024-01-15T04:06:00Z');
    await service.stop();
    const [nine, ten] = [slotOf(15), '2024-01-15T04:00:00.000Z'];
    expect(await slotsOf(world)).to.deep.equal([slotOf(14), ten]);
    expect((await world.missed()).map(({slot}) => slot)).to.deep.equal(['2024-01-14T04:00:00.000Z', nine]);
  });

  it('runs a slot that was missed while it was down, within the grace', async () => {
    const world = makeServiceWorld('2024-01-14T12:00:00Z');
    await (await started(world)).stop();
    await world.until('2024-01-15T05:59:00Z');
    await (await started(world)).stop();
    expect(await slotsOf(world)).to.deep.equal([slotOf(15)]);
  });

  it('records each slot that is over, tells of them in one mail, and runs at most one', async () => {
    const world = makeServiceWorld('2024-01-14T12:00:00Z');
    await (await started(world)).stop();
    await world.until('2024-01-18T04:00:00Z');
    await (await started(world)).stop();
    expect(await world.missed()).to.deep.equal([15, 16, 17].map((day) => ({slot: slotOf(day), reason: 'not_running'})));
    expect(await slotsOf(world)).to.deep.equal([slotOf(18)]);
    expect(kindsOf(world).sort()).to.deep.equal(['missed', 'success']);
    expect(world.pings).to.include('fail');
    await (await started(world)).stop();
    expect(kindsOf(world)).to.have.length(2);
  });

  it('records an older slot before it runs the day, however long the lease is held', async () => {
    const world = makeServiceWorld('2024-01-14T12:00:00Z');
    await (await started(world)).stop();
    await world.until('2024-01-16T03:30:00Z');
    const held = await world.deps.lease.acquire('somebody', 8_000);
    expect(held.type).to.equal('acquired');
    const service = await started(world);
    expect([await statusOf(world), await world.missed()]).to.deep.equal([[], []]);
    await world.until('2024-01-16T03:31:00Z');
    await service.stop();
    expect(await world.missed()).to.deep.equal([{slot: slotOf(15), reason: 'not_running'}]);
    expect(await slotsOf(world)).to.deep.equal([slotOf(16)]);
  });

  it('does not run a slot after its grace, nor on another date', async () => {
    const late = makeServiceWorld('2024-01-14T12:00:00Z');
    await (await started(late)).stop();
    await late.until('2024-01-15T06:00:01Z');
    await (await started(late)).stop();
    expect([await statusOf(late), (await late.missed()).length]).to.deep.equal([[], 1]);
  });

  it('records what was missed while it was switched off, without alarm, and goes on when switched on', async () => {
    const world = makeServiceWorld('2024-01-14T12:00:00Z');
    const service = await started(world);
    await switchScheduler(service.deps, false, origin);
    const switched = {on: false, from: '2024-01-14T12:00:00.000Z', by: 'test'};
    expect(await schedulerStatus(service.deps)).to.deep.equal({
      status: 'stopped',
      nextRun: null,
      latestSlot: null,
      switched,
    });
    expect(await nextRuns(service.deps, 3)).to.deep.equal([]);
    await world.until('2024-01-16T12:00:00Z');
    expect(await switchScheduler(service.deps, true, origin)).to.equal(true);
    expect(await switchScheduler(service.deps, true, origin)).to.equal(false);
    expect(await nextRuns(service.deps, 2)).to.deep.equal([slotOf(17), slotOf(18)]);
    await world.until('2024-01-17T04:00:00Z');
    await service.stop();
    expect(await world.missed()).to.deep.equal([15, 16].map((day) => ({slot: slotOf(day), reason: 'switched_off'})));
    expect(await slotsOf(world)).to.deep.equal([slotOf(17)]);
    expect(kindsOf(world)).to.deep.equal(['success']);
  });

  it('waits for a database that is away at the slot, tells of the delay, and runs when it is back', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const campaigns = async () => {
      if (world.clock.now() < Date.parse('2024-01-15T04:30:00Z'))
        throw new Failure('unreachable', 'DSSB is away', {database: 'dssb_app'});
      return world.deps.campaigns();
    };
    const service = world.start({deps: {campaigns}});
    await world.until('2024-01-15T05:00:00Z');
    await service.stop();
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 completed']);
    expect(kindsOf(world)).to.deep.equal(['late', 'success']);
  });

  it('ends the run as failed when the grace is over', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const campaigns = async () => {
      throw new Failure('unreachable', 'DSSB is away', {database: 'dssb_app'});
    };
    const service = world.start({deps: {campaigns}});
    await world.until('2024-01-15T07:00:00Z');
    await service.stop();
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 failed']);
    expect(kindsOf(world)).to.deep.equal(['late', 'error']);
    expect(world.pings).to.deep.equal(['start', 'fail']);
  });

  it('holds a slot back while an older run owes DSSB rows, and misses it when the grace ends', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z', {cron: '0 9,10 * * *'});
    const lock: typeof world.deps.tables.dssb_app.lock = async () => {
      throw new Failure('breach', 'the tables differ', {database: 'dssb_app'});
    };
    const service = world.start({
      deps: {tables: {...world.deps.tables, dssb_app: {...world.deps.tables.dssb_app, lock}}},
    });
    await world.until('2024-01-15T07:01:00Z');
    await service.stop();
    const ten = '2024-01-15T04:00:00.000Z';
    expect(await slotsOf(world)).to.deep.equal([slotOf(15)]);
    expect(await world.missed()).to.deep.equal([{slot: ten, reason: 'run_owed'}]);
    expect(kindsOf(world)).to.deep.equal(['critical', 'missed']);
  });

  it('finishes a partial run with growing pauses, and tells people once', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const {attempts, tables} = spssAway(world, '2024-01-15T03:30:00');
    const service = world.start({deps: {tables}});
    await world.until('2024-01-15T04:00:00Z');
    await service.stop();
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 completed']);
    expect(attempts.length).to.be.within(6, 14);
    expect(kindsOf(world)).to.deep.equal(['partial', 'success']);
  });

  it('tries a database that refuses the login after half an hour, then every three hours: more would lock the account', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const {attempts, tables} = spssAway(world, '2024-01-15T09:00:00', 'refused');
    const service = world.start({deps: {tables}});
    await world.until('2024-01-15T08:30:00Z');
    await service.stop();
    expect([...new Set(attempts)]).to.deep.equal(['03:00', '03:30', '06:30']);
  });

  it('tries it every half hour for a slot that waits for an owed run, and runs as soon as it is let in', async () => {
    const world = makeServiceWorld('2024-01-14T02:59:55Z');
    const attempts: string[] = [];
    const lock: typeof world.deps.tables.dssb_app.lock = async (...args) => {
      const now = new Date(world.clock.now()).toISOString();
      attempts.push(now.slice(8, 16));
      if (now > '2024-01-15T04:10') return world.deps.tables.dssb_app.lock(...args);
      throw new Failure('refused', 'the login is refused', {database: 'dssb_app'});
    };
    const service = world.start({
      deps: {tables: {...world.deps.tables, dssb_app: {...world.deps.tables.dssb_app, lock}}},
    });
    await world.until('2024-01-14T03:01:00Z');
    await service.stop();
    await world.until('2024-01-15T02:59:50Z');
    const [before, next] = [
      attempts.length,
      world.start({deps: {tables: {...world.deps.tables, dssb_app: {...world.deps.tables.dssb_app, lock}}}}),
    ];
    await world.until('2024-01-15T05:30:00Z');
    await next.stop();
    const tried = ['15T02:59', '15T03:00', '15T03:30', '15T04:00', '15T04:30'];
    expect([...new Set(attempts.slice(before))]).to.deep.equal(tried);
    expect(await slotsOf(world)).to.deep.equal([slotOf(14), slotOf(15)]);
  });

  it('tells people directly, once, when the state store is gone until the grace ends', async () => {
    const world = makeServiceWorld('2024-01-14T12:00:00Z');
    await (await started(world)).stop();
    const gone = () => {
      throw new Failure('unreachable', 'the state store is away', {advice: 'start it'});
    };
    const service = world.start({deps: {events: {...world.deps.events, read: gone, heads: gone}}});
    await world.until('2024-01-15T05:59:00Z');
    expect(kindsOf(world)).to.deep.equal([]);
    await world.until('2024-01-15T08:00:00Z');
    await service.stop();
    expect(kindsOf(world)).to.deep.equal(['outage']);
    expect(world.pings).to.deep.equal(['fail']);
    await (await started(world)).stop();
    expect((await world.missed()).map(({slot}) => slot)).to.deep.equal([slotOf(15)]);
  });

  it('leaves an owed run to the next process when it is stopped, which finishes it at once', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:55Z');
    const {tables} = spssAway(world, '2024-01-15T03:30:00');
    const service = world.start({deps: {tables}});
    await world.until('2024-01-15T03:00:10Z');
    await service.stop();
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 partial']);
    await (await started(world)).stop();
    expect(await statusOf(world)).to.deep.equal(['distribution-2024-01-15 completed']);
  });
});

/** A service that has had its first look. */
async function started(world: World) {
  const service = world.start();
  await world.clock.drain();
  return service;
}
