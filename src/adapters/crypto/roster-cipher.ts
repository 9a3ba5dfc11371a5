import {randomBytes} from 'node:crypto';
import type {RosterCipher, RosterKey} from '../../application/ports/roster-cipher.ts';
import {open, seal} from './sealed-bytes.ts';

const ROSTER = 'a stored roster';

/** AES-256-GCM; each roster's key is random and stored only wrapped under ROSTER_KEY (32 bytes, hex). */
export function rosterCipher(masterKey: string): RosterCipher {
  const master = Buffer.from(masterKey, 'hex');
  return {
    newKey: () => {
      const key = randomBytes(32);
      return {wrapped: seal(master, key, 'roster key'), key: rosterKey(key)};
    },
    unwrap: (wrapped) => rosterKey(open(master, wrapped, 'roster key', ROSTER)),
  };
}

function rosterKey(key: Buffer): RosterKey {
  return {
    seal: (text, context) => seal(key, Buffer.from(text), context),
    open: (sealed, context) => open(key, sealed, context, ROSTER).toString(),
  };
}
