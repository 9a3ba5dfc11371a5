import {randomUUID} from 'node:crypto';
import {SignJWT} from 'jose';
import {Failure} from '../../application/failure.ts';
import type {IsoInstant} from '../../domain/ids.ts';
import type {TokenRules} from './config.ts';

export type TokenRequest = {readonly sub: string; readonly permission: 'admin' | 'viewer'; readonly days: number};
export type SignedToken = {readonly token: string; readonly tokenId: string; readonly expiresAt: IsoInstant};

/** A token for the local secret, which is the only one that can be signed here. */
export async function issueToken(
  {sub, permission, days}: TokenRequest,
  rules: TokenRules,
  now: number,
): Promise<SignedToken> {
  if (rules.type !== 'secret') {
    throw new Failure('usage', 'tokens come from the keys of AUTH_JWKS_URL: there is no secret here to sign with', {
      advice: 'ask whoever runs that server for a token, or use AUTH_JWT_SECRET instead',
    });
  }
  const tokenId = randomUUID();
  const issued = Math.floor(now / 1000);
  const expires = issued + days * 86_400;
  const jwt = new SignJWT({permissions: [permission]})
    .setProtectedHeader({alg: 'HS256', typ: 'JWT'})
    .setSubject(sub)
    .setJti(tokenId)
    .setIssuedAt(issued)
    .setExpirationTime(expires);
  if (rules.issuer !== null) jwt.setIssuer(rules.issuer);
  if (rules.audience !== null) jwt.setAudience(rules.audience);
  const token = await jwt.sign(new TextEncoder().encode(rules.secret));
  return {token, tokenId, expiresAt: new Date(expires * 1000).toISOString() as IsoInstant};
}
