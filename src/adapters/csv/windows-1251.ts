/** Letters of Russian and Kazakh: text that has some was read as what it is. */
const AT_HOME = /[\u0401\u0410-\u044f\u0451әғқңөұүһіӘҒҚҢӨҰҮҺІ]/;

/** The second bytes of UTF-8 that are Ё, І, і, ё and № in Windows-1251. */
const SECOND_BYTES = [0xa8, 0xb2, 0xb3, 0xb8, 0xb9];

/**
 * Whether a value was perhaps written in Windows-1251: `ТЁ-5` and `К№ 7` are UTF-8 as well, of letters that nobody uses here
 * (U+04A8, U+02B9). Not beside a Latin letter: `Crème` is what it seems.
 */
export function mayBeWindows1251(text: string): boolean {
  if (AT_HOME.test(text)) return false;
  const letters = text.match(/(?<![a-z])[\u00c0-\u07ff](?![a-z])/gi) ?? [];
  return letters.some((letter) => SECOND_BYTES.includes(0x80 | (letter.charCodeAt(0) & 0x3f)));
}
