import {randomUUID} from 'node:crypto';
import {z} from 'zod';
import type {IsoInstant} from '../../../domain/ids.ts';
import type {HttpServices} from '../http-services.ts';
import type {Caller, CheckToken} from '../token-check.ts';
import type {Seal} from './seal.ts';

/** Times in ms since 1970. `seen`: when a person last did something. */
const times = {began: z.number(), seen: z.number()};
/** By which it is withdrawn at sign-out; sessions that an older version began have none. */
const id = z.string().optional();
/** Who signed in by a token is who the token speaks for, as long as it does; a provider's word counts for an hour. */
const session = z.discriminatedUnion('via', [
  z.object({via: z.literal('token'), id, token: z.string(), ...times}),
  z.object({via: z.literal('provider'), id, subject: z.string(), isAdmin: z.boolean(), idToken: z.string(), ...times}),
]);
export type Session = z.output<typeof session>;

/** Someone's session, and its cookie's new value if it is to be kept alive by this request. */
export type SignedIn = {readonly caller: Caller; readonly session: Session; readonly renewed: string | null};

export type Sessions = {
  /** A cookie's value for who has just signed in; null when it would be larger than browsers keep. */
  readonly begin: (session: SessionStart) => Promise<string | null>;
  /** Null when it is over, forged, or its token counts no more. */
  readonly check: (cookie: string, isDeed: boolean) => Promise<SignedIn | null>;
};
type SessionStart = {
  [Via in Session['via']]: Omit<Extract<Session, {via: Via}>, 'id' | 'began' | 'seen'>;
}[Session['via']];

type SessionDeps = {
  readonly checkToken: CheckToken;
  readonly isWithdrawn: HttpServices['isWithdrawn'];
  readonly now: () => number;
};

const MINUTE_MS = 60_000;
const LONGEST_MS = 8 * 60 * MINUTE_MS;
const IDLE_MS = 30 * MINUTE_MS;
const PROVIDER_MS = 60 * MINUTE_MS;
const RENEW_MS = MINUTE_MS;
const LONGEST_COOKIE = 3_800;

/** Sessions live in their cookies alone: no process has to know of another's, but for those that were signed out. */
export function sessions(seal: Seal, {checkToken, isWithdrawn, now}: SessionDeps): Sessions {
  const write = (content: Session) => seal.close(content, endOf(content));
  return {
    begin: async (start) => {
      const cookie = await write({...start, id: `session-${randomUUID()}`, began: now(), seen: now()} as Session);
      return cookie.length <= LONGEST_COOKIE ? cookie : null;
    },
    check: async (cookie, isDeed) => {
      const opened = session.safeParse(await seal.open(cookie));
      if (!opened.success || now() >= endOf(opened.data)) return null;
      const {data} = opened;
      const own = await callerOf(data, checkToken);
      const caller = own && {...own, ...(data.id === undefined ? {} : {sessionId: data.id})};
      if (!caller || (await isWithdrawn(caller))) return null;
      const isStale = isDeed && now() - data.seen >= RENEW_MS;
      return {
        caller: {...caller, expiresAt: Math.min(caller.expiresAt, endOf(data))},
        session: data,
        renewed: isStale ? await write({...data, seen: now()}) : null,
      };
    },
  };
}

function endOf({via, began, seen}: Session): number {
  return Math.min(began + (via === 'token' ? LONGEST_MS : PROVIDER_MS), seen + IDLE_MS);
}

async function callerOf(data: Session, checkToken: CheckToken): Promise<Caller | null> {
  if (data.via === 'token') return checkToken(data.token);
  const issuedAt = new Date(data.began).toISOString() as IsoInstant;
  return {subject: data.subject, isAdmin: data.isAdmin, expiresAt: endOf(data), tokenId: null, issuedAt};
}
