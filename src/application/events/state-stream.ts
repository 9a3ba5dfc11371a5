import type {StoredEvent} from '../ports/event-store.ts';
import {openStateEvent} from './upcast.ts';

export const STATE_STREAM = 'state';

/** What was done to the state as a whole, in the words of the audit. */
export function sayState(stored: StoredEvent): string {
  const {data} = openStateEvent(stored);
  return `state restored: the backup of ${data.backupAt}`;
}
