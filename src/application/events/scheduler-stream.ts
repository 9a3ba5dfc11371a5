import {evolveScheduler, NEW_SCHEDULER, type Scheduler, type SchedulerEvent} from '../../domain/scheduler.ts';
import type {Origin} from './event-envelope.ts';
import {type EventStream, followStream, openStream, type StreamDeps} from './event-stream.ts';
import {openSchedulerEvent} from './upcast.ts';

const SHAPE = {name: 'scheduler', initial: NEW_SCHEDULER, evolve: evolveScheduler, open: openSchedulerEvent};

export type SchedulerStream = EventStream<Scheduler, SchedulerEvent>;

/** The stream `scheduler`: switches, missed slots, and what people are told of them. */
export function openScheduler(deps: StreamDeps, origin: Origin): Promise<SchedulerStream> {
  return openStream<Scheduler, SchedulerEvent>(deps, SHAPE, origin);
}

/** Its state, to read only. */
export const readScheduler = followStream(SHAPE);
