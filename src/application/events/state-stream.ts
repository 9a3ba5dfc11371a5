import {evolveState, type StateEvent, type StateMark} from '../../domain/state-events.ts';
import {counted} from '../english.ts';
import type {StoredEvent} from '../ports/event-store.ts';
import type {Origin} from './event-envelope.ts';
import {type EventStream, followStream, openStream, type StreamDeps} from './event-stream.ts';
import {openStateEvent} from './upcast.ts';

export const STATE_STREAM = 'state';

const SHAPE = {name: STATE_STREAM, initial: null, evolve: evolveState, open: openStateEvent};

/** What was done to the state as a whole. */
export function openState(deps: StreamDeps, origin: Origin): Promise<EventStream<StateMark, StateEvent>> {
  return openStream<StateMark, StateEvent>(deps, SHAPE, origin);
}

/** Its state, to read only. */
export const readState = followStream<StateMark, StateEvent>(SHAPE);

/** The same in the words of the audit. */
export function sayState(stored: StoredEvent): string {
  const {type, data} = openStateEvent(stored);
  if (type === 'StateRestored') return `state restored: the backup of ${data.backupAt}`;
  const rows = data.unknown.reduce((sum, it) => sum + it.rows, 0);
  if (data.by === 'comparison') return 'state reconciled: the tables have nothing that it lacks';
  return `state reconciled by hand: the tables have ${counted(rows, 'row')} that it lacks`;
}
