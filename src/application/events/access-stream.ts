import {
  type Access,
  type AccessEvent,
  evolveAccess,
  type IssuedToken,
  isWithdrawn,
  NO_ACCESS,
  type Withdrawal,
} from '../../domain/access.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import type {Origin} from './event-envelope.ts';
import {followStream, openStream, type StreamDeps} from './event-stream.ts';
import {openAccessEvent} from './upcast.ts';

export const ACCESS_STREAM = 'access';
const SHAPE = {name: ACCESS_STREAM, initial: null, evolve: () => null, open: openAccessEvent};

export async function recordIssued(deps: StreamDeps, token: IssuedToken, origin: Origin): Promise<void> {
  await record(deps, {type: 'TokenIssued', data: token}, origin);
}

/** For all processes on this state store, within seconds. Saying it again changes nothing. */
export async function withdraw(deps: StreamDeps, withdrawal: Withdrawal, origin: Origin): Promise<void> {
  await record(deps, {type: 'TokenRevoked', data: withdrawal}, origin);
}

async function record(deps: StreamDeps, event: AccessEvent, origin: Origin): Promise<void> {
  const stream = await openStream<null, AccessEvent>(deps, SHAPE, origin);
  await stream.record(() => [event]);
}

export const readAccess = followStream<Access, AccessEvent>({
  ...{name: ACCESS_STREAM, initial: NO_ACCESS, open: openAccessEvent},
  evolve: (state, event, {at}) => evolveAccess(state, event, at as IsoInstant),
});

/** A token of a list. */
export type ListedToken = {
  readonly id: string;
  readonly subject: string;
  readonly permission: IssuedToken['permission'];
  readonly issued_at: IsoInstant;
  readonly expires_at: IsoInstant;
  readonly status: 'valid' | 'revoked' | 'expired';
};

/** The tokens that were issued here, newest first. `now` in ms since 1970. */
export async function listTokens(events: EventStore, now: number): Promise<ListedToken[]> {
  const access = await readAccess(events);
  const listed = access.issued.map(({tokenId, subject, permission, expiresAt, at}): ListedToken => {
    const isRevoked = isWithdrawn(access, {tokenId, subject, issuedAt: at});
    const status = isRevoked ? 'revoked' : Date.parse(expiresAt) <= now ? 'expired' : 'valid';
    return {id: tokenId, subject, permission, issued_at: at, expires_at: expiresAt, status};
  });
  return listed.reverse();
}

/** What was done about access, in the words of the audit. */
export function sayAccess(stored: StoredEvent): string {
  const {type, data} = openAccessEvent(stored);
  if (type === 'TokenIssued') return `token issued: ${data.permission} for ${data.subject} until ${data.expiresAt}`;
  if (!('tokenId' in data)) return `tokens revoked: all of ${data.subject}`;
  return data.tokenId.startsWith('session-') ? 'signed out' : `token revoked: ${data.tokenId}`;
}
