import {createCipheriv} from 'node:crypto';
import type {NextWord} from '../../src/domain/draw.ts';

const BLOCK = 4096;

/** The AES-256-CTR keystream of a 32-byte hex seed, as 32-bit words from its beginning. */
export function keystream(seed: string): NextWord {
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(seed, 'hex'), Buffer.alloc(16));
  const zeros = Buffer.alloc(BLOCK);
  let words = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === words.length) {
      words = cipher.update(zeros);
      at = 0;
    }
    at += 4;
    return words.readUInt32LE(at - 4);
  };
}

/** The n-th of a fixed list of seeds. */
export function seedNumber(n: number): string {
  return n.toString(16).padStart(64, '0');
}

/** Exactly these words; it throws when more are drawn, and counts those that were. */
export function scripted(words: readonly number[]): {next: NextWord; drawn: () => number} {
  let at = 0;
  const next = () => {
    const word = words[at++];
    if (word === undefined) throw new Error(`the script of ${words.length} words is used up`);
    return word;
  };
  return {next, drawn: () => at};
}
