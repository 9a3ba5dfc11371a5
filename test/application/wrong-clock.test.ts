import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import {findEarly, undoEarly} from '../../src/application/service/early-answers.ts';
import {makeServiceWorld, slotOf} from '../support/service-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
type World = ReturnType<typeof makeServiceWorld>;

const slotsOf = async ({deps}: World) => (await readHistory(deps.events)).map(({run}) => run.slot);
const kindsOf = ({told}: World) => told.map(({kind}) => kind).sort();

describe('a clock that was wrong', function () {
  this.timeout(60_000);

  for (const [wrong, jump] of [
    ['past the grace of the next slot', 30 * HOUR],
    ['within the grace of the next slot', 24 * HOUR + HOUR / 2],
  ] as const) {
    it(`ahead ${wrong} for 45 s, costs no day and tells nobody anything`, async () => {
      const world = makeServiceWorld('2024-01-15T02:59:50Z');
      const service = world.start();
      await world.until('2024-01-15T03:10:00Z');
      world.clock.jump(jump);
      await world.clock.advanceTo(world.clock.now() + 45_000);
      world.clock.jump(-jump);
      await world.until('2024-01-16T03:01:00Z');
      await service.stop();
      expect(await slotsOf(world)).to.deep.equal([15, 16].map(slotOf));
      expect([await world.missed(), world.pings.includes('fail')]).to.deep.equal([[], false]);
    });
  }

  for (const jump of [30 * HOUR, 24 * HOUR + HOUR / 2, 54 * HOUR]) {
    it(`ahead by ${jump / HOUR} h for so long that it was believed, costs no day: what it said is void when the slot comes`, async () => {
      const world = makeServiceWorld('2024-01-15T02:59:50Z');
      const service = world.start();
      await world.until('2024-01-15T03:10:00Z');
      world.clock.jump(jump);
      await world.clock.advanceTo(world.clock.now() + 10 * 60_000);
      world.clock.jump(-jump);
      await world.until('2024-01-16T03:01:00Z');
      expect((await slotsOf(world)).at(-1)).to.equal(slotOf(16));
      const history = await readHistory(world.deps.events);
      expect(history.at(-1)?.events[0]?.at.slice(0, 16)).to.equal('2024-01-16T03:00');
      expect(history.flatMap(({run}) => run.warnings.map(({kind}) => kind))).not.to.include('late_load');
      await service.stop();
      expect(await world.missed()).to.deep.equal([]);
    });
  }

  it('back for a while makes no second run of a slot that is done', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:50Z');
    const service = world.start();
    await world.until('2024-01-15T04:00:00Z');
    for (const jump of [-30 * HOUR, -5 * HOUR, -2 * HOUR]) {
      world.clock.jump(jump);
      await world.clock.advanceTo(world.clock.now() + 90_000);
      world.clock.jump(-jump);
      await world.clock.advanceTo(world.clock.now() + 300_000);
    }
    await service.stop();
    expect([await slotsOf(world), await world.missed()]).to.deep.equal([[slotOf(15)], []]);
  });

  for (const first of ['2030-01-01T00:00:00Z', '2023-01-01T00:00:00Z', '1970-01-02T00:00:00Z']) {
    it(`at the first start of all (${first}): the slots before it was set right are nobody's`, async () => {
      const world = makeServiceWorld('2024-01-15T02:00:00Z');
      const off = Date.parse(first) - world.clock.now();
      world.clock.jump(off);
      const service = world.start();
      await world.clock.advanceTo(world.clock.now() + 30_000);
      world.clock.jump(-off);
      await world.until('2024-01-15T03:01:00Z');
      await service.stop();
      expect([await slotsOf(world), await world.missed()]).to.deep.equal([[slotOf(15)], []]);
      expect(world.pings).not.to.include('fail');
    });
  }

  it('decades behind at the first start, set right half an hour after nine: the slot that it was up for is run', async () => {
    const world = makeServiceWorld('2024-01-15T02:30:00Z');
    const off = Date.parse('1970-01-02T00:00:00Z') - world.clock.now();
    world.clock.jump(off);
    const service = world.start();
    await world.clock.advanceTo(world.clock.now() + HOUR);
    world.clock.jump(-off);
    await world.until('2024-01-15T03:33:00Z');
    await service.stop();
    expect([await slotsOf(world), await world.missed()]).to.deep.equal([[slotOf(15)], []]);
  });

  it('behind the state store all along: each day has its run at its time, no other, and nobody is alarmed', async () => {
    for (const behind of [2 * HOUR, 26 * HOUR, 400 * DAY]) {
      const world = makeServiceWorld('2024-01-15T02:30:00Z');
      const clock = {...world.clock, now: () => world.clock.now() - behind};
      const service = world.start({clock, stateTime: async () => world.clock.now()});
      await world.until('2024-01-16T02:59:00Z');
      expect(await slotsOf(world), String(behind)).to.deep.equal([slotOf(15)]);
      await world.until('2024-01-16T05:00:00Z');
      await service.stop();
      expect(await slotsOf(world), String(behind)).to.deep.equal([slotOf(15), slotOf(16)]);
      expect(await world.missed()).to.deep.equal([]);
      expect(kindsOf(world)).to.not.include.members(['late']);
    }
  });

  it('years ahead at the first start, set right before a restart: the next slot is run', async () => {
    const world = makeServiceWorld('2024-01-15T02:00:00Z');
    world.clock.jump(2000 * DAY);
    const service = world.start();
    await world.clock.drain();
    await service.stop();
    world.clock.jump(-2000 * DAY);
    const next = world.start();
    await world.until('2024-01-15T03:01:00Z');
    await next.stop();
    expect(await slotsOf(world)).to.deep.equal([slotOf(15)]);
  });

  it('decades behind at the first start, set right before a restart: what it owes is told in one mail of few dates', async () => {
    const world = makeServiceWorld('2024-01-15T02:00:00Z');
    const off = Date.parse('1970-01-02T00:00:00Z') - world.clock.now();
    world.clock.jump(off);
    const service = world.start();
    await world.clock.drain();
    await service.stop();
    world.clock.jump(-off);
    const next = world.start();
    await world.until('2024-01-15T02:01:00Z');
    await next.stop();
    const missed = await world.missed();
    expect([missed.length, missed[0]?.more]).to.deep.equal([31, 335]);
    expect([kindsOf(world), world.pings]).to.deep.equal([['missed'], ['fail']]);
  });

  it('of one replica of three records and runs nothing before the state store says so', async () => {
    for (const ahead of [30 * HOUR, 24.5 * HOUR, -30 * HOUR]) {
      const world = makeServiceWorld('2024-01-15T02:59:50Z');
      const {clock} = world;
      const wrong = {...clock, now: () => clock.now() + ahead};
      const stateTime = async () => clock.now();
      const services = [world.start({stateTime}), world.start({stateTime}), world.start({clock: wrong, stateTime})];
      await world.until('2024-01-15T03:10:00Z');
      for (const service of services) await service.stop();
      expect(await slotsOf(world), String(ahead / HOUR)).to.deep.equal([slotOf(15)]);
      expect(await world.missed()).to.deep.equal([]);
    }
  });

  it('can be undone by hand, once', async () => {
    const world = makeServiceWorld('2024-01-15T02:59:50Z');
    const service = world.start();
    await world.until('2024-01-15T03:10:00Z');
    world.clock.jump(30 * HOUR);
    await world.clock.advanceTo(world.clock.now() + 10 * 60_000);
    await service.stop();
    world.clock.jump(-30 * HOUR);
    const origin = {actor: 'test', correlationId: 'test'};
    expect((await findEarly(service.deps)).slots).to.deep.equal([slotOf(16)]);
    expect((await undoEarly(service.deps, origin)).slots).to.deep.equal([slotOf(16)]);
    expect((await undoEarly(service.deps, origin)).slots).to.deep.equal([]);
  });
});

describe('a schedule that changes', function () {
  this.timeout(60_000);
  for (const [at, cron, until, then] of [
    ['2024-01-15T09:00:00Z', '0 10 * * *', '2024-01-16T04:00:01Z', ['2024-01-16T04:00:00.000Z']],
    ['2024-01-15T04:30:00Z', '0 10 * * *', '2024-01-15T12:00:00Z', []],
    ['2024-01-15T09:30:00Z', '0 * * * *', '2024-01-15T10:00:01Z', ['2024-01-15T10:00:00.000Z']],
    ['2024-01-16T02:50:00Z', '*/15 * * * *', '2024-01-16T03:00:01Z', [slotOf(16)]],
    ['2024-01-16T02:50:00Z', '0 10 * * *', '2024-01-16T03:10:00Z', []],
  ] as const) {
    it(`to ${cron} at ${at} owes no time before the change`, async () => {
      const world = makeServiceWorld('2024-01-15T02:59:50Z');
      const before = world.start();
      await world.until('2024-01-15T03:10:00Z');
      await before.stop();
      await world.until(at);
      const after = world.start({cron});
      await world.until(until);
      await after.stop();
      expect([await slotsOf(world), await world.missed()]).to.deep.equal([[slotOf(15), ...then], []]);
    });
  }

  it('while the service was down: the slots that were due by the old one are judged by it', async () => {
    const world = makeServiceWorld('2024-01-14T12:00:00Z');
    const before = world.start();
    await world.clock.drain();
    await before.stop();
    await world.until('2024-01-16T04:30:00Z');
    const after = world.start({cron: '0 18 * * *'});
    await world.until('2024-01-16T12:01:00Z');
    await after.stop();
    expect((await world.missed()).map(({slot}) => slot)).to.deep.equal([slotOf(15)]);
    expect(await slotsOf(world)).to.deep.equal([slotOf(16), '2024-01-16T12:00:00.000Z']);
  });
});
