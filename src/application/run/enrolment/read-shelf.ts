import type {Fingerprints} from '../../ports/enrolment-cipher.ts';
import type {FingerprintIndex} from './fingerprint-index.ts';
import {AS_OF, openPart, type RegisterDeps} from './look.ts';

/** Pairs of a person's number in an index and the place in a source. */
export type Hits = number[];

/** A source as it stands on a shelf, and who of today's people and of those just met in the tables is in it. */
export type ShelvedSource = {
  readonly source: string;
  parts: number;
  people: number;
  readonly today: Hits;
  readonly met: Hits;
};

/** Whom to look for; each is made only where a shelf holds anything. */
export type Sought = {readonly today: () => FingerprintIndex; readonly met: () => FingerprintIndex};

/** Reads a shelf once, a few parts at a time. */
export async function readShelf(
  {register, enrolmentCipher}: RegisterDeps,
  shelf: string,
  sought: Sought,
): Promise<ShelvedSource[]> {
  const sources: ShelvedSource[] = [];
  for await (const part of register.parts(shelf)) {
    if (part.source === AS_OF) continue;
    let last = sources.at(-1);
    if (last?.source !== part.source) {
      last = {source: part.source, parts: 0, people: 0, today: [], met: []};
      sources.push(last);
    }
    // Copied, so that the words begin where a word may begin.
    const words = new Uint32Array(new Uint8Array(openPart(enrolmentCipher, part)).buffer);
    findAll(words, sought.today(), last.people, last.today);
    findAll(words, sought.met(), last.people, last.met);
    last.parts++;
    last.people += words.length / 2;
  }
  return sources;
}

function findAll(words: Fingerprints, index: FingerprintIndex, from: number, hits: Hits): void {
  if (index.size === 0) return;
  for (let n = 0; n < words.length / 2; n++) {
    const person = index.find(words, n);
    if (person >= 0) hits.push(person, from + n);
  }
}
