import {expect} from 'chai';
import fc from 'fast-check';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {recordSendFailure, recordSent} from '../../src/domain/notifications.ts';
import * as decide from '../../src/domain/scheduler.ts';
import {evolveScheduler, NEW_SCHEDULER, type Scheduler, type SchedulerEvent} from '../../src/domain/scheduler.ts';

const record = <Model>(model: {[Key in keyof Model]: fc.Arbitrary<Model[Key]>}) =>
  fc.record<Model>(model, {noNullPrototype: true});
const instant = fc.integer({min: 1, max: 6}).map((day) => `2025-06-0${day}T04:00:00.000Z` as IsoInstant);
const reason = fc.constantFrom(
  'not_running',
  'run_owed',
  'unreachable',
  'switched_off' as const,
) as fc.Arbitrary<decide.MissedReason>;
const missed = record({slot: instant, reason});
const mail = fc.tuple(fc.constantFrom('missed', 'late'), instant).map(([kind, slot]) => `${kind}-${slot}`);

type Data = {readonly [Type in SchedulerEvent['type']]: fc.Arbitrary<Extract<SchedulerEvent, {type: Type}>['data']>};
const data: Data = {
  SchedulerSwitched: record({on: fc.boolean(), from: instant}),
  SlotMissed: missed,
  ScheduleSet: record({cron: fc.constant('0 9 * * *'), timezone: fc.constant('Asia/Almaty'), from: instant}),
  SlotsOwedFrom: record({from: instant, runs: fc.constant([])}),
  NotificationQueued: record({
    notificationId: mail,
    kind: fc.constantFrom('missed', 'late'),
    slots: fc.array(missed, {maxLength: 2}),
  }),
  NotificationSent: record({notificationId: mail}),
  NotificationFailed: record({notificationId: mail, error: fc.string({maxLength: 4})}),
};
const event = fc.oneof(
  ...Object.entries(data).map(([type, of]) =>
    (of as fc.Arbitrary<unknown>).map((it) => ({type, data: it}) as SchedulerEvent),
  ),
);
const events = fc.array(event, {maxLength: 20});

const decision: fc.Arbitrary<decide.SchedulerDecision> = fc.oneof(
  instant.map(decide.install),
  fc.tuple(fc.boolean(), instant).map(([on, from]) => decide.switchTo(on, from)),
  fc.uniqueArray(missed, {selector: ({slot}) => slot, maxLength: 4}).map(decide.recordMissed),
  instant.map(decide.recordLate),
  mail.map(recordSent),
);

const fold = (all: readonly SchedulerEvent[]) => all.reduce(evolveScheduler, NEW_SCHEDULER);
const at = (day: number) => `2025-06-0${day}T04:00:00.000Z` as IsoInstant;
const after = (...all: decide.SchedulerDecision[]): Scheduler =>
  all.reduce((state, it) => it(state).reduce(evolveScheduler, state), NEW_SCHEDULER);

describe('the scheduler', () => {
  it('takes in any events in any order, and changes no earlier state', () => {
    fc.assert(
      fc.property(events, (all) => {
        let state = NEW_SCHEDULER;
        for (const it of all) {
          const before = structuredClone(state);
          const next = evolveScheduler(state, it);
          expect(state).to.deep.equal(before);
          state = next;
        }
        const isUndone = all.some(({type}) => type === 'SlotsOwedFrom');
        if (!isUndone) expect(state.missed).to.have.length(all.filter(({type}) => type === 'SlotMissed').length);
        const empty = {switches: [], missed: [], schedules: [], owedFrom: null, released: [], notifications: []};
        expect(NEW_SCHEDULER).to.deep.equal(empty);
      }),
    );
  });

  it('decides nothing more when it is told the same again, after whatever else was said', () => {
    fc.assert(
      fc.property(fc.array(decision, {maxLength: 15}), decision, (said, again) => {
        const once = after(...said, again);
        expect(again(once)).to.deep.equal([]);
      }),
    );
  });

  it('records a slot as missed once, whoever says it and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(decision, {maxLength: 20}), (said) => {
        const slots = after(...said).missed.map(({slot}) => slot);
        expect(new Set(slots).size).to.equal(slots.length);
        const ids = after(...said).notifications.map(({id}) => id);
        expect(new Set(ids).size).to.equal(ids.length);
      }),
    );
  });

  it('tells people of the slots that nobody meant to miss, in one mail', () => {
    const slots = [
      {slot: at(1), reason: 'not_running'},
      {slot: at(2), reason: 'switched_off'},
      {slot: at(3), reason: 'run_owed'},
    ] as const;
    expect(decide.recordMissed(slots)(NEW_SCHEDULER)).to.deep.equal([
      ...slots.map((it) => ({type: 'SlotMissed', data: it})),
      {
        type: 'NotificationQueued',
        data: {notificationId: `missed-${at(3)}`, kind: 'missed', slots: [slots[0], slots[2]]},
      },
    ]);
    expect(
      decide
        .recordMissed([slots[1]])(NEW_SCHEDULER)
        .map(({type}) => type),
    ).to.deep.equal(['SlotMissed']);
  });

  it('is on until it is switched off, from that moment', () => {
    const state = after(decide.install(at(1)), decide.switchTo(false, at(3)), decide.switchTo(true, at(5)));
    expect([1, 2, 3, 4, 5, 6].map((day) => decide.isOnAt(state, at(day)))).to.deep.equal([
      true,
      true,
      false,
      false,
      true,
      true,
    ]);
    expect(decide.install(at(1))(NEW_SCHEDULER)).to.deep.equal([
      {type: 'SchedulerSwitched', data: {on: true, from: at(1)}},
    ]);
    expect(decide.isOnAt(after(decide.switchTo(false, at(3))), at(1)), 'before anybody has said anything').to.equal(
      true,
    );
    expect(decide.switchTo(true, at(1))(NEW_SCHEDULER), 'the first word counts').to.have.length(1);
    expect([decide.isOn(NEW_SCHEDULER), decide.isOn(after(decide.switchTo(false, at(1))))]).to.deep.equal([
      true,
      false,
    ]);
  });

  it('keeps who is still to be told, counts what failed, and is done once it was sent', () => {
    const id = `late-${at(1)}`;
    const failed = after(decide.recordLate(at(1)), recordSendFailure(id, 'no answer', ['a@b.kz']));
    expect(failed.notifications[0]).to.deep.include({status: 'queued', failures: 1, pending: ['a@b.kz']});
    const sent = recordSent(id)(failed).reduce(evolveScheduler, failed);
    expect(sent.notifications[0]).to.deep.include({status: 'sent'});
    expect(recordSendFailure(id, 'no answer', null)(sent)).to.deep.equal([]);
    expect(fold([])).to.equal(NEW_SCHEDULER);
  });
});
