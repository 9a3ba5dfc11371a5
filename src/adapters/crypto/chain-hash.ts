import {createHmac, hash} from 'node:crypto';
import type {Hash} from '../../application/events/event-envelope.ts';

/** SHA-256, hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/**
 * HMAC-SHA-256 under a key derived from the first secret (32 bytes, hex), as `k<name of the key>.<hex>`. Links that were made
 * under one of the others, or by version 0.1.0 without a key, can be made again with `like`.
 */
export function chainHash(...secrets: readonly [string, ...string[]]): Hash {
  const keys = secrets.map((secret) => {
    const derive = (label: string) => createHmac('sha256', Buffer.from(secret, 'hex')).update(label).digest();
    return {name: `k${derive('chain key name').toString('hex').slice(0, 8)}`, key: derive('chain')};
  });
  const [today] = keys;
  return (text, like = null) => {
    const wanted = like?.match(/^k[0-9a-f]{8}(?=\.)/)?.[0];
    if (like !== null && wanted === undefined) return sha256(text);
    const made = wanted === undefined ? today : keys.find(({name}) => name === wanted);
    return made ? `${made.name}.${createHmac('sha256', made.key).update(text).digest('hex')}` : null;
  };
}
