import {createCipheriv, createHmac} from 'node:crypto';
import type {AssignmentKeys} from '../../application/ports/assignment-keys.ts';
import type {NextWord} from '../../domain/draw.ts';

const BLOCK_BYTES = 64 * 1024;

/** Keys derived from ASSIGNMENT_SECRET (32 bytes, hex) by HMAC-SHA-256 with a label each; `old`: its former values. */
export function assignmentKeys(secret: string, ...old: readonly string[]): AssignmentKeys {
  const derive = (label: string) => createHmac('sha256', Buffer.from(secret, 'hex')).update(label).digest();
  const digestKey = derive('digest');
  return {
    seedOf: (run) => derive(`seed ${run}`).toString('hex'),
    keystream: aesKeystream,
    digestKey: derive('digest fingerprint').toString('hex').slice(0, 16),
    former: (name) => old.map((it) => assignmentKeys(it)).find(({digestKey}) => digestKey === name) ?? null,
    digest: (parts) => {
      const hmac = createHmac('sha256', digestKey);
      for (const part of parts) hmac.update(`${part}\n`);
      return hmac.digest('hex');
    },
  };
}

/** AES-256-CTR from counter 0 under the seed (32 bytes, hex), read as little-endian 32-bit words. */
export function aesKeystream(seed: string): NextWord {
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(seed, 'hex'), Buffer.alloc(16));
  const zeros = Buffer.alloc(BLOCK_BYTES);
  let block: Buffer = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === block.length) {
      block = cipher.update(zeros);
      at = 0;
    }
    const word = block.readUInt32LE(at);
    at += 4;
    return word;
  };
}
