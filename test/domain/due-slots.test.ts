import {expect} from 'chai';
import fc from 'fast-check';
import {judgeSlots, openSince} from '../../src/domain/due-slots.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {
  evolveScheduler,
  install,
  NEW_SCHEDULER,
  recordMissed,
  type Scheduler,
  type SchedulerDecision,
  switchTo,
} from '../../src/domain/scheduler.ts';

const HOUR = 3_600_000;
const RULES = {graceMs: 3 * HOUR, zone: 'Asia/Almaty'};
/** 09:00 in Almaty (UTC+5) on a day of June 2025; day 0 is that of the first start, the evening before. */
const slotOf = (day: number) => iso(Date.UTC(2025, 5, day, 4));
const START = Date.UTC(2025, 5, 0, 12);

function iso(ms: number): IsoInstant {
  return new Date(ms).toISOString() as IsoInstant;
}

function after(scheduler: Scheduler, decision: SchedulerDecision): Scheduler {
  return decision(scheduler).reduce(evolveScheduler, scheduler);
}

/** Looks at these moments (ms after the first start); in some of them a run succeeds, or a person switches the job. */
type Look = {readonly at: number; readonly runs: boolean; readonly toggles: boolean};
const looks = fc
  .array(fc.record({at: fc.nat(10 * 24 * HOUR), runs: fc.boolean(), toggles: fc.boolean()}), {maxLength: 40})
  .map((all) => all.sort((a, b) => a.at - b.at));

function live(all: readonly Look[]): {scheduler: Scheduler; taken: {slot: IsoInstant; at: number}[]} {
  let scheduler = after(NEW_SCHEDULER, install(iso(START)));
  const taken: {slot: IsoInstant; at: number}[] = [];
  for (const {at, runs, toggles} of all) {
    const now = START + at;
    const done = taken.map(({slot}) => slot);
    const since = openSince(scheduler, done.toSorted().at(-1) ?? null, now)!;
    const open = Array.from({length: 12}, (_, day) => slotOf(day)).filter((slot) => slot > since && slot <= iso(now));
    const {run, missed} = judgeSlots(open, scheduler, now, RULES);
    scheduler = after(scheduler, recordMissed(missed));
    if (run && runs) taken.push({slot: run, at: now});
    const isOn = scheduler.switches.at(-1)!.on;
    if (toggles) scheduler = after(scheduler, switchTo(!isOn, iso(now)));
  }
  return {scheduler, taken};
}

describe('slots that are due', () => {
  it('are each answered at most once, by a run or as missed, and none is passed over', () => {
    fc.assert(
      fc.property(looks, (all) => {
        const {scheduler, taken} = live(all);
        const answered = [...taken, ...scheduler.missed].map(({slot}) => slot).sort();
        expect(new Set(answered).size).to.equal(answered.length);
        const last = answered.at(-1);
        const upTo = Array.from({length: 12}, (_, day) => slotOf(day)).filter(
          (slot) => slot > iso(START) && last !== undefined && slot <= last,
        );
        expect(answered).to.deep.equal(upTo);
      }),
    );
  });

  it('are run within their grace only, and never while the job was off', () => {
    fc.assert(
      fc.property(looks, (all) => {
        const {scheduler, taken} = live(all);
        for (const {slot, at} of taken) {
          expect(at - Date.parse(slot)).to.be.within(0, RULES.graceMs);
          expect(scheduler.switches.findLast(({from}) => from <= slot)?.on).to.equal(true);
        }
      }),
    );
  });

  it('are judged to the millisecond of the grace', () => {
    const on = after(NEW_SCHEDULER, install(iso(START)));
    const judge = (ms: number) => judgeSlots([slotOf(1)], on, Date.parse(slotOf(1)) + ms, RULES);
    expect(judge(RULES.graceMs)).to.deep.equal({run: slotOf(1), missed: []});
    expect(judge(RULES.graceMs + 1)).to.deep.equal({run: null, missed: [{slot: slotOf(1), reason: 'not_running'}]});
  });

  it('are over with their date, however long the grace', () => {
    const on = after(NEW_SCHEDULER, install(iso(START)));
    const rules = {...RULES, graceMs: 48 * HOUR};
    const midnight = Date.UTC(2025, 5, 1, 19);
    expect(judgeSlots([slotOf(1)], on, midnight - 1, rules).run).to.equal(slotOf(1));
    expect(judgeSlots([slotOf(1)], on, midnight, rules).run).to.equal(null);
  });

  it('are owed by nobody before the first start', () => {
    expect(openSince(NEW_SCHEDULER, null, START)).to.equal(null);
  });

  it('come after the first start, and after the last that was run or missed', () => {
    const on = after(NEW_SCHEDULER, install(iso(START)));
    const now = Date.parse(slotOf(5));
    expect(openSince(on, null, now)).to.equal(iso(START));
    expect(openSince(on, slotOf(2), now)).to.equal(slotOf(2));
    const missed = after(on, recordMissed([{slot: slotOf(3), reason: 'not_running'}]));
    expect([null, slotOf(2), slotOf(4)].map((taken) => openSince(missed, taken, now))).to.deep.equal([
      slotOf(3),
      slotOf(3),
      slotOf(4),
    ]);
    // What a clock that was ahead has said does not count yet.
    expect(openSince(missed, slotOf(7), now)).to.equal(slotOf(3));
  });

  it('tell what kept them from being run', () => {
    const on = after(NEW_SCHEDULER, install(iso(START)));
    const off = after(on, switchTo(false, iso(START + 1)));
    const late = Date.parse(slotOf(2));
    const judge = (scheduler: Scheduler) =>
      judgeSlots([slotOf(1), slotOf(2)], scheduler, late, RULES, (slot) => (slot === slotOf(1) ? 'run_owed' : null));
    expect(judge(on)).to.deep.equal({run: slotOf(2), missed: [{slot: slotOf(1), reason: 'run_owed'}]});
    expect(judge(off).missed.map(({reason}) => reason)).to.deep.equal(['switched_off', 'switched_off']);
  });
});
