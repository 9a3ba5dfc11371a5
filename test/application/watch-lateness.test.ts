import {expect} from 'chai';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {openJournal} from '../../src/application/events/journal.ts';
import {openScheduler, readScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {Notice} from '../../src/application/ports/notifier.ts';
import {tellSlots} from '../../src/application/service/tell-slots.ts';
import {watchLateness} from '../../src/application/service/watch-lateness.ts';
import {start} from '../../src/domain/run-decisions.ts';
import {install, recordMissed, switchTo} from '../../src/domain/scheduler.ts';
import {sampleStart} from '../support/sample-run.ts';
import {slotOf} from '../support/service-world.ts';
import {brokenUsers, DATE, makeWorld} from '../support/world.ts';

const ZONE = 'Asia/Almaty';
const origin = {actor: 'scheduler', correlationId: 'test'};
const at = (text: string) => new Date(`2024-01-${text}Z`).toISOString() as never;

/** A service that was installed on 14 January 2024 at noon, and what it tells. */
async function makeWatch(installed = '14T06:00:00') {
  const world = makeWorld();
  const told: Notice[] = [];
  let [isAway, isUncertain, otherMs] = [false, false, 0];
  const deps = {
    ...world.deps,
    ...{owner: 'test', origin, rules: {graceMs: 10_800_000, zone: ZONE}},
    schedule: cronSchedule('0 9 * * *', ZONE),
    makeSchedule: cronSchedule,
    jumps: {look: () => 0, isUncertain: () => isUncertain},
    clocks: {
      clock: world.clock,
      zone: ZONE,
      tables: world.deps.tables,
      stateTime: async () => world.clock.now() + otherMs,
    },
    nextRun: () => slotOf(16),
    notify: async (notice: Notice) => {
      if (isAway) throw new Error('no mail server');
      told.push(notice);
    },
  } as unknown as Parameters<typeof watchLateness>[0];
  const scheduler = await openScheduler(deps, origin);
  await scheduler.record(install(at(installed)));
  const lookAt = async (text: string) => {
    world.clock.advance(Date.parse(at(text)) - world.clock.now());
    await watchLateness(deps);
    return told.map(({kind}) => kind);
  };
  return {
    ...{world, deps, told, scheduler, lookAt},
    mailIsAway: (is: boolean) => {
      isAway = is;
    },
    jumped: () => {
      isUncertain = true;
    },
    othersAre: (ms: number) => {
      otherMs = ms;
    },
  };
}

describe('a run that is late', () => {
  it('is told of an hour after its slot, once, with the next slot', async () => {
    const {lookAt, told} = await makeWatch();
    expect(await lookAt('15T03:59:59')).to.deep.equal([]);
    expect(await lookAt('15T04:00:00')).to.deep.equal(['late']);
    expect(await lookAt('15T04:00:20')).to.deep.equal(['late']);
    expect(told[0]).to.deep.include({kind: 'late', slot: slotOf(15), report: null, nextRun: slotOf(16)});
    expect(await (await makeWatch()).lookAt('16T03:00:00'), 'for a day').to.deep.equal(['late']);
  });

  it('is told though an older slot was missed, whose mail it leaves alone', async () => {
    const {scheduler, lookAt} = await makeWatch('13T06:00:00');
    await scheduler.record(recordMissed([{slot: slotOf(14), reason: 'not_running'}]));
    expect(await lookAt('15T04:00:00')).to.deep.equal(['late']);
  });

  it('is told with its report where it is under way', async () => {
    const {world, deps, lookAt, told} = await makeWatch();
    const journal = await openJournal(world.deps, `distribution-${DATE}` as never, deps.origin, () => {});
    await journal.record(start(sampleStart));
    await lookAt('15T04:00:00');
    expect(told[0]).to.have.nested.property('report.run_id', `distribution-${DATE}`);
  });

  it('is nobody’s news once a run of the day has ended, however it did', async () => {
    for (const change of [{}, {users: brokenUsers()}]) {
      const {world, lookAt} = await makeWatch();
      await world.run(change);
      expect(await lookAt('15T04:00:00')).to.deep.equal([]);
    }
  });

  it('is nobody’s news where the slot is not owed: before the start, while off, missed, a day old, or jumped over', async () => {
    expect(await (await makeWatch('15T03:00:00')).lookAt('15T04:00:00')).to.deep.equal([]);
    const off = await makeWatch();
    await off.scheduler.record(switchTo(false, at('14T12:00:00')));
    expect(await off.lookAt('15T04:00:00')).to.deep.equal([]);
    const missed = await makeWatch();
    await missed.scheduler.record(recordMissed([{slot: slotOf(15), reason: 'not_running'}]));
    expect(await missed.lookAt('15T04:00:00')).to.deep.equal([]);
    expect(await (await makeWatch()).lookAt('16T03:00:01')).to.deep.equal([]);
    const jumped = await makeWatch();
    jumped.jumped();
    expect(await jumped.lookAt('15T04:00:00')).to.deep.equal([]);
  });

  it('is a matter of most clocks: one that is ahead is alone with its news', async () => {
    const {lookAt, othersAre} = await makeWatch();
    othersAre(-60_000);
    expect(await lookAt('15T04:00:00')).to.deep.equal([]);
    othersAre(0);
    expect(await lookAt('15T04:00:20')).to.deep.equal(['late']);
  });
});

describe('notices of slots', () => {
  it('are tried until they are told, each once, by whoever holds the lease', async () => {
    const {deps, scheduler, told, mailIsAway} = await makeWatch();
    expect(await tellSlots(deps), 'nothing to tell').to.equal(true);
    await scheduler.record(recordMissed([{slot: slotOf(15), reason: 'run_owed'}]));
    mailIsAway(true);
    expect(await tellSlots(deps)).to.equal(false);
    mailIsAway(false);
    const held = await deps.lease.acquire('another', 1_000);
    expect([await tellSlots(deps), told]).to.deep.equal([false, []]);
    if (held.type === 'acquired') await deps.lease.release(held.epoch);
    expect(await tellSlots(deps)).to.equal(true);
    expect(await tellSlots(deps)).to.equal(true);
    expect(told).to.have.length(1);
    expect(told[0]).to.deep.include({kind: 'missed', slots: [{slot: slotOf(15), reason: 'run_owed'}]});
    const [{status} = {status: null}] = (await readScheduler(deps.events)).notifications;
    expect(status).to.equal('sent');
  });
});
