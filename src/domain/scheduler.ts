import type {IsoInstant, RunId} from './ids.ts';
import {evolveNotifications, type Notification, queueNotification, type SendingEvent} from './notifications.ts';

/**
 * Why no run was made for a slot. `not_running`: no process was up in time. `run_owed`: an unfinished run still owed DSSB
 * rows when the grace ended. `unreachable`: a database or the state store was out of reach until then. `switched_off`: a
 * person had stopped the job.
 */
export type MissedReason = 'not_running' | 'run_owed' | 'unreachable' | 'switched_off';

/** A time at which a run was due and none was made. */
export type MissedSlot = {
  readonly slot: IsoInstant;
  readonly reason: MissedReason;
  /** So many more were missed before it, which nobody is told of one by one. */
  readonly more?: number;
};

/** From when on slots are those of a cron expression in a zone. */
export type ScheduleSet = {readonly cron: string; readonly timezone: string; readonly from: IsoInstant};

/** A run that does not answer for its slot: it was made by a clock that was ahead. */
export type ReleasedRun = {readonly runId: RunId; readonly slot: IsoInstant};

/** The events of the stream `scheduler`: a storage format, like those of a run. */
export type SchedulerEvent =
  /** The first one says from when on slots are owed at all. */
  | Event<'SchedulerSwitched', Switch>
  | Event<'SlotMissed', MissedSlot>
  | Event<'ScheduleSet', ScheduleSet>
  /** Slots are owed from here on: what a wrong clock said of later ones is void, and earlier ones are nobody's. */
  | Event<'SlotsOwedFrom', {readonly from: IsoInstant; readonly runs: readonly ReleasedRun[]}>
  | Event<'NotificationQueued', {readonly notificationId: string} & SlotNews>
  | SendingEvent;

/** `by` and `reason`: who did it and why; left out by version 0.1.0, the latter also by whoever gave none. */
export type Switch = {
  readonly on: boolean;
  readonly from: IsoInstant;
  readonly by?: string;
  readonly reason?: string;
};

type Event<Type extends string, Data> = {readonly type: Type; readonly data: Data};

/** `late`: an hour after its slot no run of the day has ended. */
export type SlotNews =
  | {readonly kind: 'missed'; readonly slots: readonly MissedSlot[]}
  | {readonly kind: 'late'; readonly slots: readonly {readonly slot: IsoInstant}[]};

export type Scheduler = {
  /** Oldest first; none before the first start. */
  readonly switches: readonly Switch[];
  readonly missed: readonly MissedSlot[];
  /** Oldest first; none in a state of version 0.1.0. */
  readonly schedules: readonly ScheduleSet[];
  /** From when on slots are owed, null before the first start; with the runs that answer for none. */
  readonly owedFrom: IsoInstant | null;
  readonly released: readonly ReleasedRun[];
  readonly notifications: readonly SlotNotification[];
};

export type SlotNotification = Notification & SlotNews;

export const NEW_SCHEDULER: Scheduler = {
  switches: [],
  missed: [],
  schedules: [],
  owedFrom: null,
  released: [],
  notifications: [],
};

/** What follows from an input; nothing when it has been said before. */
export type SchedulerDecision = (scheduler: Scheduler) => SchedulerEvent[];

export function evolveScheduler(scheduler: Scheduler, event: SchedulerEvent): Scheduler {
  const {switches, missed, notifications} = scheduler;
  switch (event.type) {
    case 'SchedulerSwitched':
      return {...scheduler, switches: [...switches, event.data], owedFrom: scheduler.owedFrom ?? event.data.from};
    case 'SlotMissed':
      return {...scheduler, missed: [...missed, event.data]};
    case 'ScheduleSet':
      return {...scheduler, schedules: [...scheduler.schedules, event.data]};
    case 'SlotsOwedFrom':
      return oweFrom(scheduler, event.data.from, event.data.runs);
    case 'NotificationQueued': {
      const {notificationId, ...news} = event.data;
      return {...scheduler, notifications: [...notifications, {...queueNotification(notificationId), ...news}]};
    }
    case 'NotificationSent':
    case 'NotificationFailed':
      return {...scheduler, notifications: evolveNotifications(notifications, event)};
    default:
      event satisfies never;
      return scheduler;
  }
}

function oweFrom(scheduler: Scheduler, owedFrom: IsoInstant, runs: readonly ReleasedRun[]): Scheduler {
  const notLater = <Said extends {readonly from: IsoInstant}>(said: Said): Said =>
    said.from > owedFrom ? {...said, from: owedFrom} : said;
  return {
    ...scheduler,
    owedFrom,
    switches: scheduler.switches.map(notLater),
    schedules: scheduler.schedules.map(notLater),
    missed: scheduler.missed.filter(({slot}) => slot <= owedFrom),
    released: [...scheduler.released, ...runs],
  };
}

/** Whether the job is on at a moment; it is before anybody has said anything. */
export function isOnAt({switches}: Scheduler, at: IsoInstant): boolean {
  return switches.findLast(({from}) => from <= at)?.on ?? true;
}

export function isOn({switches}: Scheduler): boolean {
  return switches.at(-1)?.on ?? true;
}

/** The first start of all: slots before it are nobody's. */
export const install =
  (from: IsoInstant): SchedulerDecision =>
  ({switches}) =>
    switches.length === 0 ? [{type: 'SchedulerSwitched', data: {on: true, from}}] : [];

export const switchTo =
  (on: boolean, from: IsoInstant, said: Pick<Switch, 'by' | 'reason'> = {}): SchedulerDecision =>
  (scheduler) =>
    isOn(scheduler) === on && scheduler.switches.length > 0
      ? []
      : [{type: 'SchedulerSwitched', data: {on, from, ...said}}];

/** Said again when a clock that was ahead has said it. */
export const setSchedule =
  (set: ScheduleSet): SchedulerDecision =>
  ({schedules}) => {
    const last = schedules.at(-1);
    const isSaid = last?.cron === set.cron && last.timezone === set.timezone && last.from <= set.from;
    return isSaid ? [] : [{type: 'ScheduleSet', data: set}];
  };

export const oweSlotsFrom =
  (from: IsoInstant, runs: readonly ReleasedRun[]): SchedulerDecision =>
  () => [{type: 'SlotsOwedFrom', data: {from, runs}}];

/** Each slot is missed once; people are told of those that nobody meant to miss. */
export const recordMissed =
  (slots: readonly MissedSlot[]): SchedulerDecision =>
  ({missed}) => {
    const added = slots.filter(({slot}) => missed.every((it) => it.slot !== slot));
    const told = added.filter(({reason}) => reason !== 'switched_off');
    const events = added.map((data): SchedulerEvent => ({type: 'SlotMissed', data}));
    const last = told.at(-1);
    return last ? [...events, queue(last.slot, {kind: 'missed', slots: told})] : events;
  };

export const recordLate =
  (slot: IsoInstant): SchedulerDecision =>
  ({notifications}) =>
    notifications.some(({id}) => id === `late-${slot}`) ? [] : [queue(slot, {kind: 'late', slots: [{slot}]})];

function queue(slot: IsoInstant, news: SlotNews): SchedulerEvent {
  return {type: 'NotificationQueued', data: {notificationId: `${news.kind}-${slot}`, ...news}};
}
