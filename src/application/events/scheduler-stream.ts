import {evolveScheduler, NEW_SCHEDULER, type Scheduler, type SchedulerEvent} from '../../domain/scheduler.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {Origin} from './event-envelope.ts';
import {type EventStream, openStream, type StreamDeps} from './event-stream.ts';
import {openSchedulerEvent} from './upcast.ts';

const SHAPE = {name: 'scheduler', initial: NEW_SCHEDULER, evolve: evolveScheduler, open: openSchedulerEvent};

export type SchedulerStream = EventStream<Scheduler, SchedulerEvent>;

/** The stream `scheduler`: switches, missed slots, and what people are told of them. */
export function openScheduler(deps: StreamDeps, origin: Origin): Promise<SchedulerStream> {
  return openStream<Scheduler, SchedulerEvent>(deps, SHAPE, origin);
}

/** What each log was last seen to hold, so that a look reads only what has come since. */
const seen = new WeakMap<EventStore, {readonly version: number; readonly state: Scheduler}>();

/** Its state, to read only. */
export async function readScheduler(events: EventStore): Promise<Scheduler> {
  const {version, state} = seen.get(events) ?? {version: 0, state: NEW_SCHEDULER};
  const added = await events.read(SHAPE.name, version);
  const now = added.map((event) => openSchedulerEvent(event)).reduce(evolveScheduler, state);
  seen.set(events, {version: version + added.length, state: now});
  return now;
}
