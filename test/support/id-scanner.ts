import {createHash} from 'node:crypto';

/** How often ids were found as they are, and as digests that need no key. */
export type Found = {readonly plain: number; readonly digests: number};

const HASHES = ['md5', 'sha1', 'sha256', 'sha512'];
/** Lengths of their digests in hex, and in base64 without padding. */
const HEX_LENGTHS = [32, 40, 64, 128];
const BASE64_LENGTHS = [22, 27, 43, 86];

const GAP_BETWEEN_DIGITS = /(?<=\p{Nd})[\p{Z}\p{Pd}\t\r\n+.·•‧・。_/\\⁄∕−\u2800\ufffc\ufffd]{1,8}(?=\p{Nd})/gu;
const MARKS = /(?<=\p{Nd})\p{M}+/gu;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?![\t\n\r])\p{Cc}/gu;

/**
 * Looks for each id anywhere in a text, also within longer words, however it is spelt: in parts, in digits of any script,
 * with invisible characters. And for its digests by every common hash, with and without a line end, in hex and in base64.
 * Answers counts only: no test may print an id.
 */
export function idScanner(ids: readonly string[]): (text: string) => Found {
  const plain = new Set(ids);
  const lengths = [...new Set(ids.map((id) => id.length))];
  const [hex, base64] = [new Set<string>(), new Set<string>()];
  for (const id of ids) {
    for (const text of [id, `${id}\n`, `${id}\r\n`]) {
      for (const hash of HASHES) {
        const digest = createHash(hash).update(text).digest();
        hex.add(digest.toString('hex'));
        base64.add(digest.toString('base64').replace(/=+$/, ''));
      }
    }
  }
  return (text) => ({
    plain: countWindows([unspell(text)], lengths, plain),
    digests:
      countWindows(text.toLowerCase().match(/[0-9a-f]{32,}/g) ?? [], HEX_LENGTHS, hex) +
      countWindows(
        text
          .replaceAll('-', '+')
          .replaceAll('_', '/')
          .match(/[A-Za-z0-9+/]{22,}/g) ?? [],
        BASE64_LENGTHS,
        base64,
      ),
  });
}

function unspell(text: string): string {
  const seen = decoded(text)
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(MARKS, '')
    .replace(GAP_BETWEEN_DIGITS, '');
  return seen.replace(/(?![0-9])\p{Nd}/gu, asciiDigit);
}

function decoded(text: string): string {
  const once = text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
  return once === text ? text : decoded(once);
}

/** Digits of a script stand in a row from its zero on. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

function countWindows(texts: readonly string[], lengths: readonly number[], wanted: ReadonlySet<string>): number {
  let found = 0;
  for (const text of texts) {
    for (const length of lengths) {
      for (let from = 0; from + length <= text.length; from++) {
        if (wanted.has(text.slice(from, from + length))) found++;
      }
    }
  }
  return found;
}
