import type {IsoInstant} from './ids.ts';

/** A token that was issued here. `subject` is no person's id. */
export type IssuedToken = {
  readonly tokenId: string;
  readonly subject: string;
  readonly permission: 'admin' | 'viewer';
  readonly expiresAt: IsoInstant;
};

/** One token or session, or all that a subject was given until then. */
export type Withdrawal = {readonly tokenId: string} | {readonly subject: string; readonly issuedUntil: IsoInstant};

/** The events of the stream `access`: a storage format, like those of a run. */
export type AccessEvent =
  | {readonly type: 'TokenIssued'; readonly data: IssuedToken}
  | {readonly type: 'TokenRevoked'; readonly data: Withdrawal};

/** Who was let in, oldest first, and who no more. `subjects`: until when what was issued to them is withdrawn. */
export type Access = {
  readonly issued: readonly (IssuedToken & {readonly at: IsoInstant})[];
  readonly tokens: ReadonlySet<string>;
  readonly subjects: ReadonlyMap<string, IsoInstant>;
};

export const NO_ACCESS: Access = {issued: [], tokens: new Set(), subjects: new Map()};

/** A token as it names itself; one of another's making may lack an id and say nothing of its beginning. */
export type TokenName = {
  readonly tokenId: string | null;
  readonly subject: string;
  /** Null counts as older than any withdrawal. */
  readonly issuedAt: IsoInstant | null;
  /** Of the session through which it speaks; signing out withdraws that, and not the token. */
  readonly sessionId?: string;
};

/** `at`: when it was stored. */
export function evolveAccess(access: Access, {type, data}: AccessEvent, at: IsoInstant): Access {
  if (type === 'TokenIssued') return {...access, issued: [...access.issued, {...data, at}]};
  if ('tokenId' in data) return {...access, tokens: new Set(access.tokens).add(data.tokenId)};
  return {...access, subjects: new Map(access.subjects).set(data.subject, data.issuedUntil)};
}

export function isWithdrawn({tokens, subjects}: Access, {tokenId, sessionId, subject, issuedAt}: TokenName): boolean {
  if (tokenId !== null && tokens.has(tokenId)) return true;
  if (sessionId !== undefined && tokens.has(sessionId)) return true;
  const until = subjects.get(subject);
  return until !== undefined && (issuedAt === null || issuedAt <= until);
}
