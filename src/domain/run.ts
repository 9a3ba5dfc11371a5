import type {BusinessDate, IsoInstant} from './ids.ts';
import {evolveNotifications, type Notification, queueNotification} from './notifications.ts';
import type {
  DistributionPlan,
  EarlierAttempt,
  GroupCount,
  GroupWrite,
  NotificationKind,
  RunEvent,
  RunFailure,
  RunStart,
  SkipReason,
  Stage,
} from './run-events.ts';
import {databaseOf} from './tables.ts';
import type {UserCounts} from './user-intake.ts';
import type {Warning} from './warnings.ts';
import {missingWrites, type TableWrite} from './writes.ts';

/** A run as its events tell it. */
export type Run = {readonly status: 'new'; readonly notifications: readonly []} | BegunRun;
export type BegunRun = UnplannedRun | PlannedRun;
export type RunStatus = BegunRun['status'];

/** Until `DistributionPlanned`; a failure is final here. */
export type UnplannedRun = Begun & {readonly plan: null} & (
    | {readonly status: 'running'}
    | {readonly status: 'skipped'; readonly reason: SkipReason; readonly users: UserCounts}
    | {readonly status: 'failed'; readonly failure: RunFailure}
  );

/** From then on: it stays owed until it is completed or abandoned. */
export type PlannedRun = Begun &
  Planned &
  (
    | {readonly status: 'running' | 'completed'}
    | {readonly status: 'partial' | 'failed'; readonly failure: RunFailure}
    | {readonly status: 'abandoned'; readonly reason: string}
  );

type Begun = {
  readonly businessDate: BusinessDate;
  readonly slot: IsoInstant | null;
  readonly countDay: string;
  readonly epoch: number;
  readonly forced: string | null;
  /** Why a person asked for it. */
  readonly why: string | null;
  readonly earlier: readonly EarlierAttempt[];
  readonly stage: Stage;
  /** The latest failure; of a resumed run the one before. */
  readonly failure: RunFailure | null;
  readonly warnings: readonly Warning[];
  readonly notifications: readonly RunNotification[];
};

type Planned = {
  readonly plan: DistributionPlan;
  readonly written: readonly GroupWrite[];
  /** What the end check counted; null before it. */
  readonly verified: readonly GroupCount[] | null;
  readonly rosterKeyDestroyed: boolean;
};

export type RunNotification = Notification & {readonly kind: NotificationKind};

export const NEW_RUN: Run = {status: 'new', notifications: []};

/** What still happens to a run that has ended. */
const AFTERWARDS: readonly RunEvent['type'][] = [
  'NotificationQueued',
  'NotificationSent',
  'NotificationFailed',
  'RosterKeyDestroyed',
];

/** The state after an event. Total: an event that cannot follow leaves the state as it is. */
export function evolve(run: Run, event: RunEvent): Run {
  if (run.status === 'new') return event.type === 'RunStarted' ? begin(event.data) : run;
  if (isFinished(run) && !AFTERWARDS.includes(event.type)) return run;
  switch (event.type) {
    case 'RunStarted':
      return run;
    case 'RunResumed':
      return {...run, status: 'running', epoch: event.data.epoch};
    case 'DistributionPlanned':
      return run.status === 'running' && !run.plan ? withPlan(run, event.data) : run;
    case 'GroupWritten':
      return run.plan ? {...run, written: [...run.written, event.data]} : run;
    case 'RunVerified': {
      const {counts, notes} = event.data;
      return run.plan ? {...run, verified: counts, warnings: [...run.warnings, ...notes]} : run;
    }
    case 'RunCompleted':
      return run.plan ? {...run, status: 'completed', stage: 'completed'} : run;
    case 'RunSkipped':
      return run.plan ? run : {...run, ...event.data, status: 'skipped', stage: 'completed'};
    case 'RunFailed': {
      const failed = {stage: event.data.stage, failure: event.data};
      return run.plan && owesOnlySpss(run)
        ? {...run, ...failed, status: 'partial'}
        : {...run, ...failed, status: 'failed'};
    }
    case 'RunAbandoned':
      return run.plan ? {...run, status: 'abandoned', reason: event.data.reason} : run;
    case 'RosterKeyDestroyed':
      return run.plan ? {...run, rosterKeyDestroyed: true} : run;
    case 'NotificationQueued': {
      const {notificationId: id, kind} = event.data;
      return {...run, notifications: [...run.notifications, {...queueNotification(id), kind}]};
    }
    case 'NotificationSent':
    case 'NotificationFailed':
      return {...run, notifications: evolveNotifications(run.notifications, event)};
    default:
      event satisfies never;
      return run;
  }
}

export function foldRun(events: Iterable<RunEvent>): Run {
  let run = NEW_RUN;
  for (const event of events) run = evolve(run, event);
  return run;
}

/** Nothing will ever be written for it again. */
export function isFinished(run: BegunRun): boolean {
  return run.plan ? run.status === 'completed' || run.status === 'abandoned' : run.status !== 'running';
}

/** What is still to be written, with only the groups that miss. */
export function pendingWrites(run: BegunRun): TableWrite[] {
  return run.plan && run.status !== 'abandoned' ? missingWrites(run.plan, run.written) : [];
}

/** DSSB has all its rows, and the mirror lacks some. */
export function owesOnlySpss(run: BegunRun): boolean {
  const pending = pendingWrites(run);
  return pending.length > 0 && pending.every(({table}) => databaseOf(table) === 'spss');
}

function withPlan(run: Extract<UnplannedRun, {status: 'running'}>, plan: DistributionPlan): PlannedRun {
  const planned = {plan, written: [], verified: null, rosterKeyDestroyed: false};
  return {...run, ...planned, warnings: plan.warnings, stage: 'inserting_users'};
}

function begin({businessDate, slot, countDay, epoch, forced, reason = null, earlier = []}: RunStart): Run {
  return {
    status: 'running',
    businessDate,
    slot,
    countDay,
    epoch,
    forced,
    why: reason,
    earlier,
    stage: 'initialization',
    plan: null,
    failure: null,
    warnings: [],
    notifications: [],
  };
}
