const REPLACEMENT = '[id]';

/** What people put between the digits of an id: blanks (+ in a form), line ends, any dash, dot and slash, underscores. */
const GAP = String.raw`[\p{Z}\p{Pd}\t\r\n+.·•‧・。_/\\⁄∕−\u2800\ufffc\ufffd]{1,8}`;
/** Digits by threes, as programs write large numbers. */
const BY_THREES = /(?<!\p{Nd}|\p{Nd}[,'’])\p{Nd}{3}(?:[,'’]\p{Nd}{3}){3}(?![,'’]?\p{Nd})/gu;
/** Not the beginning of an id whose last four digits stand apart. */
const NO_TAIL = String.raw`(?!${GAP}\p{Nd}{4}(?!\p{Nd}|${GAP}\p{Nd}))`;
const WORD_START = '(?<![0-9A-Za-z])';
const WORD_END = '(?![0-9A-Za-z])';

/** With which the id of a person begins. */
const BIRTHDAY = '[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])';

/** What has many digits and is no id: digests, UUIDs, THEORY_IDs (mistyped ones too), dates, private addresses (their third digit is no month). */
const KEPT = new RegExp(
  [
    `${WORD_START}(?=[0-9]*[a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})${WORD_END}`,
    `${WORD_START}(?=[0-9-]{0,35}[a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}(?!${BIRTHDAY}[0-9]{6}${WORD_END})[0-9a-f]{12}${WORD_END}`,
    String.raw`${WORD_START}SC[0-9]{1,11}(?:\.[0-9]{1,2})?(?!\p{Nd})${NO_TAIL}`,
    String.raw`(?<!\p{Nd})[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?!\p{Nd})${NO_TAIL}`,
    String.raw`(?<![\p{Nd}.])(?:10|127|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))(?:\.[0-9]{1,3}){2,3}(?![\p{Nd}.])`,
  ].join('|'),
  'gu',
);
/** What nobody sees: a terminal's colours, format and control characters (but tab and line ends), what has no meaning. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's escape sequences
  /\x1b\[[\d;]*[A-Za-z]|[\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]|(?![\t\n\r])\p{Cc}/gu;
/** Accents, strokes and frames on digits. */
const MARKS = /(?<=\p{Nd})\p{M}+/gu;
/** Digits in circles, brackets and the like, as long as they stand for one digit. */
const DRESSED = /\p{No}/gu;
const ESCAPED = /(?:%[0-9a-f]{2})+/gi;
/** Encoded again and again it only grows. */
const ENCODED_PERCENT = /%(?:25)+/g;
const MOST_ROUNDS = 8;
const ESCAPED_ASCII = /%[2-7][0-9a-f]/gi;
const UNBROKEN = /\p{Nd}{9,}/gu;
const PARTED = new RegExp(String.raw`(?<!\p{Nd})\p{Nd}+(?:${GAP}\p{Nd}+)+`, 'gu');
const ID_DIGITS = 12;

/**
 * A text from outside, without anything that looks like a person's id, however it is written: nine digits and more in a
 * row, or twelve in parts, of any script and width, with marks on them, invisible characters between them and any letters
 * beside them, percent-encoded too.
 * A text without such is answered as it is; another one comes back decoded and in compatibility form (NFKC).
 */
export function scrub(text: string): string {
  const decoded = decodeAll(text);
  const scrubbed = scrubAs(decoded, text);
  // A percent sign may just stand before an id, whose digits decoding has eaten.
  return decoded === text ? scrubbed : scrubAs(scrubbed, scrubbed);
}

/** `given` as it is, unless there is an id in what it is read as. */
function scrubAs(read: string, given: string): string {
  const folded = read.replace(DRESSED, undress).normalize('NFKC').replace(INVISIBLE, '').replace(MARKS, '');
  let scrubbed = '';
  let from = 0;
  for (const kept of folded.matchAll(KEPT)) {
    scrubbed += scrubPart(folded.slice(from, kept.index)) + kept[0];
    from = kept.index + kept[0].length;
  }
  scrubbed += scrubPart(folded.slice(from));
  return scrubbed === folded ? given : scrubbed;
}

function scrubPart(text: string): string {
  return text.replace(BY_THREES, REPLACEMENT).replace(PARTED, scrubParted).replace(UNBROKEN, REPLACEMENT);
}

/** As often as it was encoded, by whoever can be read at all: each round takes time. */
function decodeAll(text: string): string {
  let decoded = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const once = decoded.replace(ENCODED_PERCENT, '%').replace(ESCAPED, decode);
    if (once === decoded) break;
    decoded = once;
  }
  return decoded;
}

/** Of what is no UTF-8 at least the ASCII. */
function decode(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped.replace(ESCAPED_ASCII, decodeURIComponent);
  }
}

function undress(character: string): string {
  const digits = character.normalize('NFKC').replace(/\P{Nd}/gu, '');
  return digits.length === 1 ? digits : character;
}

/** Replaces each stretch of neighbouring groups that has an id's digits in all. */
function scrubParted(run: string): string {
  const groups = [...run.matchAll(/\p{Nd}+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    digits: [...match[0]].length,
  }));
  let scrubbed = '';
  let from = 0;
  for (let first = 0; first < groups.length; first++) {
    const last = lastOfId(groups, first);
    if (last === null) continue;
    scrubbed += run.slice(from, groups[first]!.start) + REPLACEMENT;
    from = groups[last]!.end;
    first = last;
  }
  return scrubbed + run.slice(from);
}

/** The group with which the id ends that begins with the first one; null when none begins there. */
function lastOfId(groups: readonly {digits: number}[], first: number): number | null {
  let digits = 0;
  for (let last = first; last < groups.length && digits < ID_DIGITS; last++) {
    digits += groups[last]!.digits;
    if (digits === ID_DIGITS && last > first) return last;
  }
  return null;
}
