import {createHmac, randomBytes} from 'node:crypto';
import {Failure} from '../../application/failure.ts';
import type {RosterCipher, RosterKey} from '../../application/ports/roster-cipher.ts';
import {open, seal} from './sealed-bytes.ts';

const ROSTER = 'a stored roster';
const NAME_BYTES = 8;
/** A key of 32 bytes, its nonce and its tag. */
const SEALED_BYTES = 60;

type Master = {readonly name: Buffer; readonly key: Buffer};

/**
 * AES-256-GCM; each roster's key is random and stored only wrapped under ROSTER_KEY (32 bytes, hex), behind that key's name.
 * `old`: its former values, which unwrap too. Version 0.1.0 wrote no name.
 */
export function rosterCipher(rosterKey: string, ...old: readonly string[]): RosterCipher {
  const present = masterOf(rosterKey);
  const all = [present, ...old.map(masterOf)];
  const wrap = (key: Uint8Array) => Buffer.concat([present.name, seal(present.key, key, 'roster key')]);
  return {
    newKey: () => {
      const key = randomBytes(32);
      return {wrapped: wrap(key), key: usable(key)};
    },
    unwrap: (wrapped) => usable(unwrapped(all, wrapped)),
    rewrap: (wrapped) => (nameOf(wrapped).equals(present.name) ? null : wrap(unwrapped(all, wrapped))),
  };
}

function masterOf(rosterKey: string): Master {
  const key = Buffer.from(rosterKey, 'hex');
  return {key, name: createHmac('sha256', key).update('roster key name').digest().subarray(0, NAME_BYTES)};
}

/** Empty for a key that was wrapped without one. */
function nameOf(wrapped: Uint8Array): Buffer {
  return Buffer.from(wrapped.subarray(0, Math.max(0, wrapped.length - SEALED_BYTES)));
}

function unwrapped(masters: readonly Master[], wrapped: Uint8Array): Buffer {
  const name = nameOf(wrapped);
  if (name.length === 0) return firstThatOpens(masters, wrapped);
  const master = masters.find((it) => it.name.equals(name));
  if (master) return open(master.key, wrapped.subarray(name.length), 'roster key', ROSTER);
  throw new Failure('unexpected', `${ROSTER} does not open: it was sealed under another ROSTER_KEY`, {
    advice: 'name that key in ROSTER_KEY_OLD, then softcollection state rekey',
  });
}

function firstThatOpens([master, ...others]: readonly Master[], wrapped: Uint8Array): Buffer {
  try {
    return open(master?.key ?? Buffer.alloc(32), wrapped, 'roster key', ROSTER);
  } catch (error) {
    if (others.length === 0) throw error;
    return firstThatOpens(others, wrapped);
  }
}

function usable(key: Buffer): RosterKey {
  return {
    seal: (text, context) => seal(key, Buffer.from(text), context),
    open: (sealed, context) => open(key, sealed, context, ROSTER).toString(),
  };
}
