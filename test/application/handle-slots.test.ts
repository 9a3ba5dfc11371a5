import {expect} from 'chai';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {readScheduler} from '../../src/application/events/scheduler-stream.ts';
import {Failure} from '../../src/application/failure.ts';
import {type Hindrances, handleSlots} from '../../src/application/service/handle-slots.ts';
import type {RetryPace} from '../../src/application/service/pace.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {oweSlotsFrom, recordMissed, switchTo} from '../../src/domain/scheduler.ts';
import {slotOf} from '../support/service-world.ts';
import {at, GRACE_MS, makeSlots, ORIGIN} from '../support/slot-deps.ts';

/** As `makeSlots`; `handle` answers a slot, and tells what has been recorded as missed. */
async function makeHandler(now: string, installed?: string | null) {
  const slots = await makeSlots(now, installed);
  const tried: (IsoInstant | null)[] = [];
  const hindrances: Hindrances = new Map();
  const waits = {is: false};
  const pace: RetryPace = {
    isOwed: async () => false,
    isDue: async () => !waits.is,
    tried: async (slot) => void tried.push(slot),
  };
  const handle = async (day: number) => {
    await handleSlots(slots.deps, slotOf(day), hindrances, pace);
    return (await readScheduler(slots.deps.events)).missed;
  };
  return {...slots, tried, hindrances, pace, waits, handle};
}

const missed = (day: number, reason: string) => ({slot: slotOf(day), reason});

describe('a slot that is due', () => {
  it('is run for its date, within its grace, at the pace of what is owed', async () => {
    const {handle, calls, tried, waits} = await makeHandler('15T03:00:10');
    waits.is = true;
    expect([await handle(15), calls, tried]).to.deep.equal([[], [], []]);
    waits.is = false;
    await handle(15);
    const call = {next: {date: '2024-01-15', slot: slotOf(15)}, graceMs: GRACE_MS, origin: ORIGIN};
    expect([calls, tried]).to.deep.equal([[call], [slotOf(15)]]);
  });

  it("is nobody's before the first start, and when a run or a record has answered it", async () => {
    const none = await makeHandler('15T03:00:10', null);
    const before = await makeHandler('15T03:00:10', '15T03:00:00');
    const run = await makeHandler('15T03:00:10');
    run.answered('15', {slot: slotOf(15)});
    const recorded = await makeHandler('15T03:00:10');
    await recorded.scheduler.record(recordMissed([{slot: slotOf(15), reason: 'run_owed'}]));
    for (const {handle, calls} of [none, before, run, recorded]) {
      const found = await handle(15);
      expect([found.filter(({reason}) => reason !== 'run_owed'), calls]).to.deep.equal([[], []]);
    }
  });

  it('is run all the same where it was answered by a clock that was ahead', async () => {
    const {handle, calls, answered, scheduler} = await makeHandler('15T03:00:10');
    answered('15', {slot: slotOf(15)});
    const id = 'distribution-2024-01-15' as never;
    await scheduler.record(oweSlotsFrom(at('15T02:59:59'), [{runId: id, slot: slotOf(15)}]));
    await handle(15);
    expect(calls).to.have.length(1);
  });

  it('waits while the clock may have jumped over it or over one before it', async () => {
    const {handle, calls, seen} = await makeHandler('16T03:00:10');
    for (const day of [15, 16]) {
      seen.isUncertain = (slot) => slot === slotOf(day);
      expect([await handle(16), calls]).to.deep.equal([[], []]);
    }
  });

  it("waits for the other clocks, with a word; once they have shown it, they aren't asked again", async () => {
    const {handle, calls, seen, said, until} = await makeHandler('15T03:00:10');
    seen.othersMs = -41_000;
    await handle(15);
    expect(calls).to.deep.equal([]);
    const slot = slotOf(15);
    expect(said).to.deep.equal([
      `warn: The slot ${slot} is due by this machine's clock only: it waits for the others; set the clock`,
    ]);
    seen.othersMs = 0;
    await handle(15);
    await handle(15);
    expect([calls.length, seen.asked, said.length]).to.deep.equal([2, 2, 1]);
    until('16T03:00:10');
    await handle(16);
    expect(seen.asked).to.equal(3);
  });

  it('comes after those before it, which are recorded as missed and told to the log and the switch', async () => {
    const {handle, calls, said} = await makeHandler('17T03:00:10');
    expect(await handle(17)).to.deep.equal([missed(15, 'not_running'), missed(16, 'not_running')]);
    expect(calls.map(({next}) => next?.slot)).to.deep.equal([slotOf(17)]);
    expect(said).to.deep.equal([
      ...[15, 16].map((day) => `warn: The slot ${slotOf(day)} was missed: not_running`),
      'ping: fail',
    ]);
    await handle(17);
    expect([calls.length, said.length]).to.deep.equal([2, 3]);
  });

  it('is missed itself once its grace is over', async () => {
    const {handle, calls} = await makeHandler('15T06:00:01');
    expect([await handle(15), calls]).to.deep.equal([[missed(15, 'not_running')], []]);
  });

  it('tells of a long absence in few lines, of which the first says how much there was before', async () => {
    const {deps, said, hindrances, pace} = await makeHandler('15T03:00:10', '13T00:00:00');
    const hourly = {...deps, schedule: cronSchedule('0 * * * *', 'UTC')};
    await handleSlots(hourly, slotOf(15), hindrances, pace);
    expect(said).to.have.length(32);
    expect(said[0]).to.equal(`warn: The slot ${at('13T20:00:00')} was missed: not_running; 19 more before it`);
  });

  it('that a person switched off alarms nobody', async () => {
    const {handle, calls, said, scheduler} = await makeHandler('15T03:00:10');
    await scheduler.record(switchTo(false, at('14T08:00:00')));
    expect([await handle(15), calls]).to.deep.equal([[missed(15, 'switched_off')], []]);
    expect(said).to.deep.equal([`warn: The slot ${slotOf(15)} was missed: switched_off`]);
  });

  it('waits as long as another process holds the lease and might run one before it', async () => {
    const {handle, calls, deps, until} = await makeHandler('16T03:00:10');
    await deps.lease.acquire('another', 8_000);
    expect([await handle(16), calls]).to.deep.equal([[], []]);
    until('16T03:00:30');
    expect([await handle(16), calls.length]).to.deep.equal([[missed(15, 'not_running')], 1]);
  });

  it('is recorded by no process that has lost the lease', async () => {
    const {handle, deps} = await makeHandler('16T03:00:10');
    deps.lease.isCurrent = async () => false;
    const failure = await handle(16).catch((error: unknown) => error);
    expect(failure).to.include({kind: 'fenced'});
    expect((await readScheduler(deps.events)).missed).to.deep.equal([]);
  });

  it('is left to the process that is at it', async () => {
    const {handle, seen, said, tried, hindrances} = await makeHandler('15T03:00:10');
    seen.run = async () => ({type: 'active', owner: 'another', until: ''});
    await handle(15);
    expect([tried, [...hindrances], said]).to.deep.equal([[], [], ['debug: Another process is at it']]);
  });

  it('that could not be run is missed for what was in its way', async () => {
    const away = await makeHandler('15T03:00:10');
    away.seen.run = () => Promise.reject(new Failure('unreachable', 'DSSB is away'));
    expect(await away.handle(15).catch(String)).to.match(/DSSB is away/);
    const owed = await makeHandler('15T03:00:10');
    await owed.handle(15);
    for (const [{handle, until}, reason] of [
      [away, 'unreachable'],
      [owed, 'run_owed'],
    ] as const) {
      until('15T06:00:01');
      expect(await handle(15)).to.deep.equal([missed(15, reason)]);
    }
  });

  it('has nothing in its way once its run has been made', async () => {
    const {handle, seen, answered, hindrances} = await makeHandler('15T03:00:10');
    seen.run = async () => {
      answered('15', {slot: slotOf(15)});
      return {type: 'ended', reports: []};
    };
    await handle(15);
    expect([...hindrances]).to.deep.equal([]);
  });
});
