import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import {scrub} from '../../domain/scrub.ts';
import type {TokenRules} from './config.ts';
import {hasDuplicateKeys} from './duplicate-keys.ts';
import {Problem} from './problem.ts';

/** Who calls, without anything that looks like a person's id. `expiresAt` in ms since 1970. */
export type Caller = {readonly subject: string; readonly isAdmin: boolean; readonly expiresAt: number};

/** Who a token speaks for; null for every token that is not to be trusted. Throws when the keys are out of reach. */
export type CheckToken = (token: string) => Promise<Caller | null>;

export const LONGEST_TOKEN = 8192;
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
const MOST_TRUSTED = 1000;

export function tokenCheck(rules: TokenRules, now: () => number): CheckToken {
  const verify = verifier(rules, now);
  const trusted = new Map<string, {caller: Caller; until: number}>();
  return async (token) => {
    const known = trusted.get(token);
    if (known && now() < known.until) return known.caller;
    trusted.delete(token);
    if (token.length > LONGEST_TOKEN || !SHAPE.test(token)) return null;
    const payload = await verify(token);
    const caller = payload && callerOf(payload);
    if (!caller) return null;
    if (trusted.size >= MOST_TRUSTED) trusted.delete(trusted.keys().next().value!);
    trusted.set(token, {caller, until: Math.min(now() + TRUST_MS, caller.expiresAt)});
    return caller;
  };
}

/** Only the key and the algorithms of the configuration count: what a token's header says of keys is not looked at. */
function verifier(rules: TokenRules, now: () => number): (token: string) => Promise<JWTPayload | null> {
  const options = (): JWTVerifyOptions => ({
    algorithms: rules.type === 'secret' ? ['HS256'] : ASYMMETRIC,
    requiredClaims: ['exp'],
    clockTolerance: TOLERANCE_S,
    currentDate: new Date(now()),
    ...(rules.issuer === null ? {} : {issuer: rules.issuer}),
    ...(rules.audience === null ? {} : {audience: rules.audience}),
  });
  const secret = rules.type === 'secret' ? new TextEncoder().encode(rules.secret) : null;
  const keys =
    rules.type === 'jwks'
      ? createRemoteJWKSet(new URL(rules.url), {timeoutDuration: 5000, cooldownDuration: 30_000, cacheMaxAge: 600_000})
      : null;
  return async (token) => {
    try {
      const [header, body] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
      const {payload} = secret ? await jwtVerify(token, secret, options()) : await verifyByAny(token, keys!, options());
      return hasDuplicateKeys(header!) || hasDuplicateKeys(body!) ? null : payload;
    } catch (error) {
      if (keys && isAway(error)) {
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

function wrongKey(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed) return null;
  throw error;
}

/** Errors that are not about the token: the server of the keys does not answer, or not with keys. */
function isAway(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC'
  );
}

function callerOf({sub, exp, permissions, role}: JWTPayload): Caller | null {
  if (sub !== undefined && typeof sub !== 'string') return null;
  // jose takes 1e999, which is for ever.
  if (!Number.isSafeInteger(Math.ceil(exp! * 1000))) return null;
  const granted: readonly unknown[] = Array.isArray(permissions) ? permissions : [];
  return {
    subject: scrub(sub ?? '').slice(0, 100) || 'unnamed',
    isAdmin: granted.includes('admin') || role === 'admin',
    expiresAt: (exp! + TOLERANCE_S) * 1000,
  };
}
