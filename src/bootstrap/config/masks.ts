import {auditSigner} from '../../adapters/crypto/audit-signer.ts';
import {showOdd} from '../../domain/show-odd.ts';

/** For values of which nothing may be seen. */
export function hidden(_value: string): string {
  return '***';
}

/** Of a signing key: what everybody may know, and auditors have to. */
export function publicHalf(seed: string): string {
  const {publicKey, fingerprint} = auditSigner(seed);
  return `public key ${publicKey} (SHA-256 ${fingerprint})`;
}

/** For what is no secret once it is valid, and may hold one as long as it is not: no fault repeats it. */
export function asItIs(value: string): string {
  return value;
}

/** Keeps scheme, user, hosts and database; options may hold secrets too. */
export function maskMongoUri(uri: string): string {
  return uri.replace(/^([^:]+:\/\/[^:@/]*):[^@/]*@/, '$1:***@').replace(/\?.*$/, '?***');
}

/** Without its query, which may hold a key. */
export function maskQuery(url: string): string {
  return url.replace(/\?.*$/, '?***');
}

/** Keeps scheme and host: the path of a ping address is its key. */
export function maskPastHost(url: string): string {
  return `${new URL(url).origin}/***`;
}

/** A bad value as a fault repeats it: short, and without what may be a password in an address (`user/password@host`). */
export function excerpt(value: string): string {
  const characters = [...value.replace(/([:/]).*@/s, '$1***@')];
  return visibly(characters.length > 60 ? `${characters.slice(0, 60).join('')}…` : characters.join(''));
}

/** With what is not seen, or looks like a plain letter among such, by its code point. */
function visibly(text: string): string {
  const odd = text.match(/[^\x20-\x7e…]/gu)?.length ?? 0;
  const hidden = /[\p{Cf}\p{Zs}\p{Default_Ignorable_Code_Point}](?<! )/gu;
  return odd * 3 <= text.length ? text.replace(/[^\x20-\x7e…\p{Cc}]/gu, showOdd) : text.replace(hidden, showOdd);
}
