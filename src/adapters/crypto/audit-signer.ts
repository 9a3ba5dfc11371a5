import {createHash, createPrivateKey, createPublicKey, sign} from 'node:crypto';
import type {AuditSigner} from '../../application/ports/audit-signer.ts';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** `seed`: the private key, 32 bytes as hex. */
export function auditSigner(seed: string): AuditSigner {
  const der = Buffer.concat([PKCS8, Buffer.from(seed, 'hex')]);
  const key = createPrivateKey({key: der, format: 'der', type: 'pkcs8'});
  const publicKey = createPublicKey(key).export({format: 'der', type: 'spki'});
  return {
    publicKey: publicKey.toString('base64'),
    fingerprint: createHash('sha256').update(publicKey).digest('hex'),
    newDigest: () => createHash('sha256'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  };
}
