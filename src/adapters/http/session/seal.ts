import {hkdfSync} from 'node:crypto';
import {EncryptJWT, type JWTPayload, jwtDecrypt} from 'jose';

/** What one purpose of ours puts into a cookie and takes out again, however many processes there are. */
export type Seal = {
  readonly close: (content: JWTPayload, until: number) => Promise<string>;
  /** Null for what was sealed for another purpose or by nobody here, was altered, or is over. */
  readonly open: (sealed: string) => Promise<JWTPayload | null>;
};

/** AES-256-GCM under a key derived from a secret that all processes share; `until` and `now` in ms since 1970. */
export function sealFor(secret: string, purpose: string, now: () => number): Seal {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', `softcollection ${purpose}`, 32));
  return {
    close: (content, until) =>
      new EncryptJWT(content)
        .setProtectedHeader({alg: 'dir', enc: 'A256GCM'})
        .setExpirationTime(Math.floor(until / 1000))
        .encrypt(key),
    open: (sealed) =>
      jwtDecrypt(sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
        currentDate: new Date(now()),
      }).then(
        ({payload}) => payload,
        () => null,
      ),
  };
}
