import type {AccessEvent} from '../../domain/access.ts';
import type {AuditEvent} from '../../domain/audit-events.ts';
import type {CampaignEvent} from '../../domain/campaign-events.ts';
import type {RunEvent} from '../../domain/run-events.ts';
import type {SchedulerEvent} from '../../domain/scheduler.ts';
import type {StateEvent} from '../../domain/state-events.ts';
import type {Warning} from '../../domain/warnings.ts';
import {Failure} from '../failure.ts';
import type {StoredEvent} from '../ports/event-store.ts';

/** Turns data of one schema into the next. */
type Upcaster = (data: never) => unknown;

/**
 * How old data is read today: for each type the steps from schema 1 to 2, 2 to 3, … Stored events are never rewritten.
 * A type that is not named here has had one schema only.
 */
const UPCASTERS: Upcasters = {
  DistributionPlanned: [planWithoutTotals],
  RunSkipped: [(data: OldUsers & OldWarnings) => ({...countNewly(data), warnings: data.warnings.map(asText)})],
  RunVerified: [({notes, ...data}: {readonly notes: readonly string[]}) => ({...data, notes: notes.map(asText)})],
};

type Upcasters = Readonly<Partial<Record<string, readonly Upcaster[]>>>;

const RUN_TYPES: Readonly<Record<RunEvent['type'], true>> = {
  RunStarted: true,
  RunResumed: true,
  DistributionPlanned: true,
  GroupWritten: true,
  RunVerified: true,
  RunCompleted: true,
  RunSkipped: true,
  RunFailed: true,
  RunAbandoned: true,
  RosterKeyDestroyed: true,
  NotificationQueued: true,
  NotificationSent: true,
  NotificationFailed: true,
};

export const RUN_EVENT_TYPES = Object.keys(RUN_TYPES) as RunEvent['type'][];

const SCHEDULER_TYPES: Readonly<Record<SchedulerEvent['type'], true>> = {
  SchedulerSwitched: true,
  SlotMissed: true,
  ScheduleSet: true,
  SlotsOwedFrom: true,
  NotificationQueued: true,
  NotificationSent: true,
  NotificationFailed: true,
};

export const SCHEDULER_EVENT_TYPES = Object.keys(SCHEDULER_TYPES) as SchedulerEvent['type'][];

const CAMPAIGN_TYPES: Readonly<Record<CampaignEvent['type'], true>> = {
  TablesDiffer: true,
  LossesDiffer: true,
  CampaignRegistered: true,
};

export const CAMPAIGN_EVENT_TYPES = Object.keys(CAMPAIGN_TYPES) as CampaignEvent['type'][];

/** The schema that is written today. */
export function currentSchema(type: string, upcasters: Upcasters = UPCASTERS): number {
  return (upcasters[type]?.length ?? 0) + 1;
}

type Stored = Pick<StoredEvent, 'type' | 'schema' | 'data'>;

/** The event of a run in a stored one of any age. */
export function openEvent(stored: Stored, upcasters: Upcasters = UPCASTERS): RunEvent {
  return upcast(stored, RUN_TYPES, upcasters) as RunEvent;
}

/** The same of the stream `scheduler`. */
export function openSchedulerEvent(stored: Stored): SchedulerEvent {
  return upcast(stored, SCHEDULER_TYPES, UPCASTERS) as SchedulerEvent;
}

/** The same of the stream `audit`. */
export function openAuditEvent(stored: Stored): AuditEvent {
  return upcast(stored, {AdminActionRecorded: true}, UPCASTERS) as AuditEvent;
}

/** The same of the stream `access`. */
export function openAccessEvent(stored: Stored): AccessEvent {
  return upcast(stored, {TokenIssued: true, TokenRevoked: true}, UPCASTERS) as AccessEvent;
}

/** The same of the stream `state`. */
export function openStateEvent(stored: Stored): StateEvent {
  return upcast(stored, {StateRestored: true, StateReconciled: true}, UPCASTERS) as StateEvent;
}

/** The same of a campaign's stream. */
export function openCampaignEvent(stored: Stored): CampaignEvent {
  return upcast(stored, CAMPAIGN_TYPES, UPCASTERS) as CampaignEvent;
}

type OldUsers = {readonly users: object};
type OldWarnings = {readonly warnings: readonly string[]};

/** Version 0.1.0 gave the remainder to the last groups, which is what a plan does when nothing is carried. */
function planWithoutTotals(
  plan: OldUsers & OldWarnings & {campaigns: readonly {groups: readonly object[]}[]},
): unknown {
  const campaigns = plan.campaigns.map((campaign) => ({
    ...campaign,
    groups: campaign.groups.map((group) => ({...group, carried: 0})),
  }));
  return {...countNewly(plan), idDigits: null, campaigns, warnings: plan.warnings.map(asText)};
}

/** Version 0.1.0 kept warnings as sentences. */
function asText(text: string): Warning<'text'> {
  return {kind: 'text', text};
}

/** Version 0.1.0 dealt any id, and whoever had no row. */
function countNewly<Data extends OldUsers>(data: Data) {
  return {...data, users: {...data.users, malformed: 0, enrolled_without_row: 0}};
}

/** An event of a newer version of this program is refused, not guessed at. */
function upcast({type, schema, data}: Stored, types: Readonly<Record<string, true>>, upcasters: Upcasters) {
  if (!Object.hasOwn(types, type) || schema > currentSchema(type, upcasters)) {
    throw new Failure('unexpected', `an event ${type} of schema ${schema} was written by a newer version`, {
      advice: 'run the newer version of softcollection on this state store',
    });
  }
  const steps = (upcasters[type] ?? []).slice(schema - 1);
  return {type, data: steps.reduce<unknown>((old, step) => step(old as never), data)};
}
