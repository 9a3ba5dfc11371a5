import type {AdminAction, AuditEvent} from '../../domain/audit-events.ts';
import type {BusinessDate} from '../../domain/ids.ts';
import {scrub} from '../../domain/scrub.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {serially} from '../serially.ts';
import {ACCESS_STREAM, sayAccess} from './access-stream.ts';
import {type EventStream, openStream, type StreamDeps} from './event-stream.ts';
import {STATE_STREAM, sayState} from './state-stream.ts';
import {openAuditEvent} from './upcast.ts';

const SHAPE = {name: 'audit', initial: null, evolve: () => null, open: openAuditEvent};

/**
 * Appends to the stream `audit`, one action after the other. Reads the stream once, then only what others added. `door`: where
 * they come in.
 */
export function auditTrail(deps: StreamDeps, door: 'http' | 'cli' = 'http'): (action: AdminAction) => Promise<void> {
  const inTurn = serially();
  let stream: EventStream<null, AuditEvent> | null = null;
  return (action) =>
    inTurn(async () => {
      const who = scrub(action.who);
      const origin = {actor: `${door}:${who}`, correlationId: action.requestId};
      stream ??= await openStream<null, AuditEvent>(deps, SHAPE, origin);
      await stream.record(() => [{type: 'AdminActionRecorded', data: {...action, who}}], origin);
    });
}

/** An action as it is shown; `at` is an ISO instant. */
export type AuditLine = {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly from: string;
  readonly outcome: AdminAction['outcome'];
  readonly request_id: string;
};

/** What admins asked for, and who was given access, newest first; with `since` from that day on, as days begin in the zone. */
export async function listAudit(events: EventStore, since: BusinessDate | null, zone: string): Promise<AuditLine[]> {
  const actions = (await events.read(SHAPE.name)).map((event) => {
    const {requestId, ...action} = openAuditEvent(event).data;
    return {at: event.at, ...action, request_id: requestId};
  });
  const told = async (stream: string, say: (event: StoredEvent) => string) =>
    (await events.read(stream)).map((event): AuditLine => {
      const {at, actor, correlationId} = event;
      return {at, who: actor, what: say(event), from: 'command line', outcome: 'done', request_id: correlationId};
    });
  const others = [...(await told(ACCESS_STREAM, sayAccess)), ...(await told(STATE_STREAM, sayState))];
  return [...actions, ...others]
    .filter(({at}) => since === null || businessDateAt(Date.parse(at), zone) >= since)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .reverse();
}
