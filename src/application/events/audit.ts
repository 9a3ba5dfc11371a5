import type {AdminAction, AuditEvent} from '../../domain/audit-events.ts';
import {scrub} from '../../domain/scrub.ts';
import {Failure} from '../failure.ts';
import type {Clock} from '../ports/clock.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {type Hash, seal} from './event-envelope.ts';

export type AuditDeps = {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly newId: () => string;
};

const STREAM = 'audit';
const SCHEMA = 1;

/** Appends to the stream `audit`, one action after the other. Reads the stream once, then only what others added. */
export function auditTrail(deps: AuditDeps): (action: AdminAction) => Promise<void> {
  let last: StoredEvent | null = null;
  let queue: Promise<void> = Promise.resolve();

  async function append(action: AdminAction): Promise<void> {
    const event: AuditEvent = {type: 'AdminActionRecorded', data: {...action, who: scrub(action.who)}};
    for (;;) {
      last = (await deps.events.read(STREAM, last?.version ?? 0)).at(-1) ?? last;
      const sealed = seal(STREAM, last, [event], {
        actor: `http:${event.data.who}`,
        correlationId: action.requestId,
        at: new Date(deps.clock.now()).toISOString(),
        newId: deps.newId,
        hash: deps.hash,
      });
      const {type} = await deps.events.append(STREAM, last?.version ?? 0, sealed);
      if (type === 'appended') {
        last = sealed.at(-1)!;
        return;
      }
    }
  }

  return (action) => {
    const done = queue.then(() => append(action));
    queue = done.catch(() => {});
    return done;
  };
}

/** The action in a stored event. */
export function openAuditEvent({type, schema, data}: Pick<StoredEvent, 'type' | 'schema' | 'data'>): AuditEvent {
  if (type !== 'AdminActionRecorded' || schema > SCHEMA) {
    throw new Failure('unexpected', `an event ${type} of schema ${schema} was written by a newer version`, {
      advice: 'run the newer version of softcollection on this state store',
    });
  }
  return {type, data: data as AdminAction};
}
