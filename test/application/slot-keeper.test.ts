import {expect} from 'chai';
import {readScheduler} from '../../src/application/events/scheduler-stream.ts';
import {makeKeeper} from '../../src/application/service/slot-keeper.ts';
import {oweSlotsFrom, recordMissed, setSchedule} from '../../src/domain/scheduler.ts';
import {slotOf} from '../support/service-world.ts';
import {at, makeSlots} from '../support/slot-deps.ts';

const DAY_MS = 86_400_000;
const NINE = {cron: '0 9 * * *', timezone: 'Asia/Almaty'};
const TEN = {...NINE, cron: '0 10 * * *'};
const WRONG = 'warn: The first start was by a clock that was wrong: slots are owed from the start of this process on';

/** As `makeSlots`, with a keeper of a process that has just begun. */
async function makeKept(now = '15T02:00:00', installed: string | null = null) {
  const slots = await makeSlots(now, installed);
  return {...slots, keepUp: makeKeeper(slots.deps), state: () => readScheduler(slots.deps.events)};
}

describe('what slots are judged by', () => {
  it('is said at the first start, and not again', async () => {
    const {keepUp, state, deps, until, said} = await makeKept();
    await keepUp();
    const from = at('15T02:00:00');
    const {switches, schedules, owedFrom} = await state();
    expect(switches).to.deep.equal([{on: true, from}]);
    expect([schedules, owedFrom, said]).to.deep.equal([[{...NINE, from}], from, []]);
    until('15T02:00:20');
    await keepUp();
    await makeKeeper(deps)();
    expect((await deps.events.read('scheduler')).map(({type}) => type)).to.deep.equal([
      'SchedulerSwitched',
      'ScheduleSet',
    ]);
  });

  it('is said of the time that most other clocks show', async () => {
    const {keepUp, state, seen} = await makeKept();
    seen.othersMs = 600_000;
    await keepUp();
    const {switches, schedules} = await state();
    expect([switches[0]?.from, schedules[0]?.from]).to.deep.equal(Array(2).fill(at('15T02:10:00')));
  });

  it('is the schedule of the process that began last, which says so once, and again when its clock was set back', async () => {
    const {keepUp, state, scheduler, seen, until} = await makeKept('15T02:00:00', '14T06:00:00');
    await scheduler.record(setSchedule({...TEN, from: at('14T06:00:00')}));
    await keepUp();
    const crons = async () => (await state()).schedules.map(({cron}) => cron.slice(2, 4).trim());
    expect(await crons()).to.deep.equal(['10', '9']);
    await scheduler.record(setSchedule({...TEN, from: at('15T02:00:00')}));
    until('15T02:00:20');
    await keepUp();
    seen.jump = 60_000;
    await keepUp();
    expect(await crons()).to.deep.equal(['10', '9', '10']);
    seen.jump = -60_000;
    await keepUp();
    seen.jump = 0;
    await keepUp();
    expect(await crons()).to.deep.equal(['10', '9', '10', '9']);
  });

  it('begins with this process where the first start was said by a clock that was set since by over a week', async () => {
    const {keepUp, state, seen, said, until, world} = await makeKept('01T02:00:00');
    await keepUp();
    seen.jump = 8 * DAY_MS;
    world.clock.jump(8 * DAY_MS);
    until('09T02:00:20');
    await keepUp();
    expect([said, (await state()).owedFrom]).to.deep.equal([[WRONG], at('09T02:00:00')]);
    seen.jump = 0;
    await keepUp();
    expect(said).to.have.length(1);
  });

  it('stays where the clock went ahead by a week, as after a sleep, where another process said it, or it was answered', async () => {
    const slept = await makeKept();
    await slept.keepUp();
    const others = await makeKept('15T02:00:00', '14T06:00:00');
    await others.keepUp();
    const ran = await makeKept();
    await ran.keepUp();
    ran.answered('14', {slot: slotOf(14)});
    const missed = await makeKept();
    await missed.keepUp();
    await missed.scheduler.record(recordMissed([{slot: slotOf(14), reason: 'not_running'}]));
    const behind = await makeKept();
    await behind.keepUp();
    behind.seen.othersMs = 31_000;
    for (const [{keepUp, state, seen, said}, jump] of [
      [slept, 7 * DAY_MS],
      ...[others, ran, missed, behind].map((it) => [it, 8 * DAY_MS] as const),
    ] as const) {
      const {owedFrom} = await state();
      seen.jump = jump;
      await keepUp();
      expect([said, (await state()).owedFrom]).to.deep.equal([[], owedFrom]);
    }
  });

  it('begins with this process where the first start is said to lie ahead by more than 20 s', async () => {
    const {keepUp, state, scheduler, said, until} = await makeKept('15T02:00:00', '15T02:00:20');
    await keepUp();
    expect(said).to.deep.equal([]);
    await scheduler.record(oweSlotsFrom(at('15T02:00:21'), []));
    until('15T02:00:00');
    await keepUp();
    expect([said, (await state()).owedFrom]).to.deep.equal([[WRONG], at('15T02:00:00')]);
  });

  it('is owed again when a slot comes that a clock had answered ahead, unless the clock has jumped to it', async () => {
    for (const isUncertain of [true, false]) {
      const {keepUp, state, seen, answered, until} = await makeKept('15T02:00:00', '14T06:00:00');
      answered('15', {slot: slotOf(15)});
      await keepUp();
      until('15T03:00:00');
      seen.isUncertain = () => isUncertain;
      await keepUp();
      expect((await state()).released.map(({slot}) => slot)).to.deep.equal(isUncertain ? [] : [slotOf(15)]);
    }
  });

  it('is noted once of all that was jumped over: what came while nobody looked is not owed again', async () => {
    const {keepUp, state, seen, answered, until} = await makeKept('15T02:00:00', '14T06:00:00');
    answered('15', {slot: slotOf(15)});
    await keepUp();
    seen.jump = 3_600_000;
    until('15T03:00:00');
    await keepUp();
    expect((await state()).released).to.deep.equal([]);
  });
});
