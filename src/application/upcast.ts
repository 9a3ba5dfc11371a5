import type {RunEvent} from '../domain/run-events.ts';
import {Failure} from './failure.ts';
import type {StoredEvent} from './ports/event-store.ts';

/** Turns data of one schema into the next. */
type Upcaster = (data: never) => unknown;

/**
 * How old data is read today: for each type the steps from schema 1 to 2, 2 to 3, … Stored events are never rewritten.
 * A type that is not named here has had one schema only.
 */
const UPCASTERS: Readonly<Partial<Record<RunEvent['type'], readonly Upcaster[]>>> = {};

const TYPES: Readonly<Record<RunEvent['type'], true>> = {
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

export const RUN_EVENT_TYPES = Object.keys(TYPES) as RunEvent['type'][];

/** The schema that is written today. */
export function currentSchema(type: RunEvent['type'], upcasters: typeof UPCASTERS = UPCASTERS): number {
  return (upcasters[type]?.length ?? 0) + 1;
}

/** The domain's event in a stored one of any age. An event of a newer version of this program is refused, not guessed at. */
export function openEvent(
  {type, schema, data}: Pick<StoredEvent, 'type' | 'schema' | 'data'>,
  upcasters = UPCASTERS,
): RunEvent {
  if (!isRunEventType(type) || schema > currentSchema(type, upcasters)) {
    throw new Failure('unexpected', `an event ${type} of schema ${schema} was written by a newer version`, {
      advice: 'run the newer version of softcollection on this state store',
    });
  }
  const steps = (upcasters[type] ?? []).slice(schema - 1);
  return {type, data: steps.reduce<unknown>((old, step) => step(old as never), data)} as RunEvent;
}

function isRunEventType(type: string): type is RunEvent['type'] {
  return Object.hasOwn(TYPES, type);
}
