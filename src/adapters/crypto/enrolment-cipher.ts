import {createCipheriv, createHmac} from 'node:crypto';
import type {EnrolmentCipher, Fingerprints} from '../../application/ports/enrolment-cipher.ts';
import {open, seal} from './sealed-bytes.ts';

const BLOCK = 16;
/** Ids that are encrypted in one call. */
const BATCH = 50_000;

/**
 * Keys derived from ROSTER_KEY (32 bytes, hex). A fingerprint is the first half of AES-256 over the id, padded to a block:
 * several times faster than an HMAC, and as far from being guessed. Of two people one in 2^64 looks like the other.
 */
export function enrolmentCipher(rosterKey: string, ...old: readonly string[]): EnrolmentCipher {
  const derive = (label: string) => createHmac('sha256', Buffer.from(rosterKey, 'hex')).update(label).digest();
  const sealing = derive('enrolment seal');
  const printingAs = (printKey: Uint8Array): EnrolmentCipher => ({
    keyName: derive('enrolment key name').toString('hex').slice(0, 16),
    former: old.map((key) => enrolmentCipher(key)),
    printKey,
    printingAs,
    fingerprints: fingerprinter(Buffer.from(printKey)),
    seal: (plain, context) => seal(sealing, plain, context),
    open: (sealed, context) => open(sealing, sealed, context, 'a part of the enrolment register'),
  });
  return printingAs(Buffer.concat([derive('enrolment fingerprint'), derive('enrolment long id')]));
}

/** The print key is two: for ids that fit into a block, and for longer ones. */
function fingerprinter(printKey: Buffer): EnrolmentCipher['fingerprints'] {
  const [printing, long] = [printKey.subarray(0, 32), printKey.subarray(32)];
  return (ids) => {
    const words = new Uint32Array(ids.length * 2);
    for (let from = 0; from < ids.length; from += BATCH)
      words.set(encrypt(printing, blocksOf(ids.slice(from, from + BATCH), long)), from * 2);
    return words;
  };
}

/** One block an id: its bytes and, in the last place, how many. What does not fit is a block of its HMAC. */
function blocksOf(ids: readonly string[], long: Buffer): Buffer {
  const blocks = Buffer.alloc(ids.length * BLOCK);
  for (const [i, id] of ids.entries()) {
    const at = i * BLOCK;
    if (writeAscii(blocks, at, id)) continue;
    const bytes = Buffer.from(id);
    if (bytes.length < BLOCK) {
      bytes.copy(blocks, at);
      blocks[at + BLOCK - 1] = bytes.length;
    } else {
      createHmac('sha256', long).update(bytes).digest().copy(blocks, at, 0, BLOCK);
    }
  }
  return blocks;
}

/** False, with the block as it was, for an id that is too long or not ASCII. A call into native code an id would be slower. */
function writeAscii(blocks: Buffer, at: number, id: string): boolean {
  if (id.length >= BLOCK) return false;
  for (let k = 0; k < id.length; k++) {
    const code = id.charCodeAt(k);
    if (code > 127) {
      blocks.fill(0, at, at + k);
      return false;
    }
    blocks[at + k] = code;
  }
  blocks[at + BLOCK - 1] = id.length;
  return true;
}

/** The first half of each block. Blocks are told apart by their text alone: the same id shall give the same fingerprint. */
function encrypt(key: Buffer, blocks: Buffer): Fingerprints {
  const encrypted = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(blocks);
  const halves = Buffer.alloc(encrypted.length / 2);
  for (let from = 0; from < encrypted.length; from += BLOCK) encrypted.copy(halves, from / 2, from, from + BLOCK / 2);
  return new Uint32Array(halves.buffer, halves.byteOffset, halves.length / 4);
}
