import {
  errors,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import type {Log} from '../../application/ports/log.ts';
import type {TokenName} from '../../domain/access.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import type {AdminClaim, TokenRules} from './config.ts';
import {hasDuplicateKeys} from './duplicate-keys.ts';
import {Problem} from './problem.ts';
import {KeysAway, remoteKeys} from './remote-keys.ts';
import {subjectName} from './subject-name.ts';

/** Who calls, without anything that looks like a person's id, and by which token. `expiresAt` in ms since 1970. */
export type Caller = TokenName & {readonly isAdmin: boolean; readonly expiresAt: number};

/** Who a token speaks for; null for every token that is not to be trusted. Throws when the keys are out of reach. */
export type CheckToken = (token: string) => Promise<Caller | null>;

const LONGEST_TOKEN = 8192;
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const TOLERANCE_S = 5;
const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** A verified token is trusted so long without a new look at its signature: a withdrawn key counts within this time. */
const TRUST_MS = 60_000;
/** How far a token's end may lie ahead, and its beginning back: what lives longer is not to be trusted. In s. */
const LONGEST_LIFE_S = {admin: 90 * 86_400, viewer: 365 * 86_400};
/** Of an access token (RFC 9068) or of none in particular; what a provider signs for other purposes says so. */
const TYPES = ['jwt', 'at+jwt'];
const MOST_TRUSTED = 1000;

/** `pseudonym` names a subject that looks like a person's id: the same name for the same subject. */
export type TokenCheckDeps = {
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly log: Log;
  readonly pseudonym: (subject: string) => string;
};

export function tokenCheck(rules: TokenRules, deps: TokenCheckDeps): CheckToken {
  const {now, elapsed, pseudonym} = deps;
  const verify = verifier(rules, deps);
  const trusted = new Map<string, {caller: Caller; since: number}>();
  return async (token) => {
    const known = trusted.get(token);
    if (known && elapsed() - known.since < TRUST_MS && now() < known.caller.expiresAt) return known.caller;
    trusted.delete(token);
    if (token.length > LONGEST_TOKEN || !SHAPE.test(token)) return null;
    const payload = await verify(token);
    const claimed = payload && callerOf(payload, rules.adminClaim, now());
    const caller = claimed && {...claimed, subject: subjectName(claimed.subject, pseudonym)};
    if (!caller) return null;
    if (trusted.size >= MOST_TRUSTED) trusted.delete(trusted.keys().next().value!);
    trusted.set(token, {caller, since: elapsed()});
    return caller;
  };
}

/** Only the key and the algorithms of the configuration count: what a token's header says of keys is not looked at. */
function verifier(
  rules: TokenRules,
  {now, elapsed, log}: TokenCheckDeps,
): (token: string) => Promise<JWTPayload | null> {
  const options = (): JWTVerifyOptions => ({
    algorithms: rules.type === 'secret' ? ['HS256'] : ASYMMETRIC,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: TOLERANCE_S,
    currentDate: new Date(now()),
    ...(rules.issuer === null ? {} : {issuer: rules.issuer}),
    ...(rules.audience === null ? {} : {audience: rules.audience}),
  });
  const secrets = rules.type === 'secret' ? [rules.secret, ...rules.olderSecrets] : null;
  const keys = rules.type === 'jwks' ? remoteKeys(rules.url, elapsed, log) : null;
  return async (token) => {
    try {
      const [header, body] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
      const {payload, protectedHeader} = secrets
        ? await verifyBySecret(token, secrets, options())
        : await verifyByAny(token, keys!, options());
      return isForUs(protectedHeader) && !hasDuplicateKeys(header!) && !hasDuplicateKeys(body!) ? payload : null;
    } catch (error) {
      if (error instanceof KeysAway) {
        throw new Problem(503, {
          detail: 'the keys of tokens are out of reach',
          headers: {'Retry-After': '5'},
          cause: error,
        });
      }
      return null;
    }
  };
}

/** The first one that fits; of a token that none has signed the last one's refusal. */
async function verifyBySecret(token: string, [secret, ...older]: readonly string[], options: JWTVerifyOptions) {
  try {
    return await jwtVerify(token, new TextEncoder().encode(secret), options);
  } catch (error) {
    const isForged = error instanceof errors.JWSSignatureVerificationFailed;
    if (!isForged || older.length === 0) throw error;
    return verifyBySecret(token, older, options);
  }
}

/** A token without a `kid` may be of any of several keys. */
async function verifyByAny(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions) {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const verified = await jwtVerify(token, key, options).catch(wrongKey);
      if (verified) return verified;
    }
    throw error;
  }
}

/** A key of another kind harms only itself. */
function wrongKey(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof TypeError) return null;
  throw error;
}

function isForUs({typ}: JWTHeaderParameters): boolean {
  return typ === undefined || TYPES.includes(typ.toLowerCase().replace(/^application\//, ''));
}

function callerOf(
  {sub, exp, iat, jti, ...claims}: JWTPayload,
  adminClaim: AdminClaim | null,
  now: number,
): Caller | null {
  if (typeof sub !== 'string' || sub.trim() === '' || exp === undefined) return null;
  const isAdmin = adminClaim ? holds(claims, adminClaim) : isLocalAdmin(claims);
  const longest = isAdmin ? LONGEST_LIFE_S.admin : LONGEST_LIFE_S.viewer;
  const seconds = now / 1000;
  const isTooOld = iat !== undefined && (iat > seconds + TOLERANCE_S || iat < seconds - longest);
  // Also refuses 1e999, which jose takes for a time.
  if (isTooOld || exp > seconds + longest + TOLERANCE_S) return null;
  return {
    ...{subject: sub, isAdmin, expiresAt: (exp + TOLERANCE_S) * 1000},
    tokenId: typeof jti === 'string' ? jti : null,
    issuedAt: iat === undefined ? null : (new Date(iat * 1000).toISOString() as IsoInstant),
  };
}

function isLocalAdmin({permissions, role}: JWTPayload): boolean {
  return (Array.isArray(permissions) && permissions.includes('admin')) || role === 'admin';
}

/** The claim is the value, or a list that has it; a dot leads into an object. */
export function holds(claims: JWTPayload, {path, value}: AdminClaim): boolean {
  let found: unknown = claims;
  for (const name of path) {
    found = typeof found === 'object' && found !== null && Object.hasOwn(found, name) ? Reflect.get(found, name) : null;
  }
  return found === value || (Array.isArray(found) && found.includes(value));
}
