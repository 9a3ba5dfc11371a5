import {createHmac, randomBytes} from 'node:crypto';
import {Failure} from '../../application/failure.ts';
import type {RosterCipher, RosterKey} from '../../application/ports/roster-cipher.ts';
import {open, seal} from './sealed-bytes.ts';

const ROSTER = 'a stored roster';
const NAME_BYTES = 8;
/** A key of 32 bytes, its nonce and its tag. */
const SEALED_BYTES = 60;
/** What a key was bound to before it was bound to its roster. */
const ANY_ROSTER = 'roster key';

type Master = {readonly name: Buffer; readonly key: Buffer};

/**
 * AES-256-GCM; each roster's key is random and stored only wrapped under ROSTER_KEY (32 bytes, hex), behind that key's name
 * and bound to the roster's id. `old`: former values, which unwrap too. Version 0.1.0 wrote no name and bound it to none.
 */
export function rosterCipher(rosterKey: string, ...old: readonly string[]): RosterCipher {
  const present = masterOf(rosterKey);
  const all = [present, ...old.map(masterOf)];
  const wrap = (key: Uint8Array, rosterId: string) =>
    Buffer.concat([present.name, seal(present.key, key, contextOf(rosterId))]);
  return {
    newKey: (rosterId) => {
      const key = randomBytes(32);
      return {wrapped: wrap(key, rosterId), key: usable(key)};
    },
    unwrap: (wrapped, rosterId) => usable(unwrapped(all, wrapped, rosterId).key),
    rewrap: (wrapped, rosterId) => {
      const {key, isBound} = unwrapped(all, wrapped, rosterId);
      return isBound && nameOf(wrapped).equals(present.name) ? null : wrap(key, rosterId);
    },
  };
}

function contextOf(rosterId: string): string {
  return `${ANY_ROSTER} ${rosterId}`;
}

function masterOf(rosterKey: string): Master {
  const key = Buffer.from(rosterKey, 'hex');
  return {key, name: createHmac('sha256', key).update('roster key name').digest().subarray(0, NAME_BYTES)};
}

/** Empty for a key that was wrapped without one. */
function nameOf(wrapped: Uint8Array): Buffer {
  return Buffer.from(wrapped.subarray(0, Math.max(0, wrapped.length - SEALED_BYTES)));
}

function unwrapped(masters: readonly Master[], wrapped: Uint8Array, rosterId: string) {
  const name = nameOf(wrapped);
  const own = name.length === 0 ? masters : masters.filter((it) => it.name.equals(name));
  if (own.length === 0) {
    throw new Failure('unexpected', `${ROSTER} does not open: it was sealed under another ROSTER_KEY`, {
      advice: 'name that key in ROSTER_KEY_OLD, then softcollection state rekey',
    });
  }
  const ways = own.flatMap(({key}) => [
    {key, context: contextOf(rosterId), isBound: true},
    {key, context: ANY_ROSTER, isBound: false},
  ]);
  return firstThatOpens(ways, wrapped.subarray(name.length));
}

type Way = {readonly key: Buffer; readonly context: string; readonly isBound: boolean};

function firstThatOpens(ways: readonly Way[], sealed: Uint8Array): {key: Buffer; isBound: boolean} {
  let fault: unknown;
  for (const {key, context, isBound} of ways) {
    try {
      return {key: open(key, sealed, context, ROSTER), isBound};
    } catch (error) {
      fault = error;
    }
  }
  throw fault;
}

function usable(key: Buffer): RosterKey {
  return {
    seal: (text, context) => seal(key, Buffer.from(text), context),
    open: (sealed, context) => open(key, sealed, context, ROSTER).toString(),
  };
}
