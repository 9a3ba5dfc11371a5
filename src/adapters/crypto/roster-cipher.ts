import {createCipheriv, createDecipheriv, randomBytes} from 'node:crypto';
import {Failure} from '../../application/failure.ts';
import type {RosterCipher, RosterKey} from '../../application/ports/roster-cipher.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; each roster's key is random and stored only wrapped under ROSTER_KEY (32 bytes, hex). */
export function rosterCipher(masterKey: string): RosterCipher {
  const master = Buffer.from(masterKey, 'hex');
  return {
    newKey: () => {
      const key = randomBytes(32);
      return {wrapped: seal(master, key, 'roster key'), key: rosterKey(key)};
    },
    unwrap: (wrapped) => rosterKey(open(master, wrapped, 'roster key')),
  };
}

function rosterKey(key: Buffer): RosterKey {
  return {
    seal: (text, context) => seal(key, Buffer.from(text), context),
    open: (sealed, context) => open(key, sealed, context).toString(),
  };
}

/** nonce | ciphertext | tag */
function seal(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Failure('unexpected', `a stored roster does not open (${context})`, {
      advice: 'ROSTER_KEY is not the one it was stored under, or the state store was altered',
      cause,
    });
  }
}
