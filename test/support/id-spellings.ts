import fc from 'fast-check';

/** Zeros of digit blocks that stand for the ten digits in a row. */
const ZEROS = ['0', '０', '٠', '۰', '०', '𝟎', '𝟶'].map((zero) => zero.codePointAt(0)!);
const INVISIBLE = [
  '\u200b',
  '\u200d',
  '\u2060',
  '\u00ad',
  '\ufeff',
  '\u200e',
  '\u202d',
  '\ufe0f',
  '\u034f',
  '\u0000',
  '\u001f',
];
const GAPS = [' ', '\u00a0', '\u2009', '\t', '-', '\u2013', '\u2014', '\u2011', '.', '/', '_', ' - ', '. '].concat([
  ...['+', '\u2212', '\u2044', '\u2215', '\u2027', '\u30fb', '\u2800', '\ufffd', '\u2028', '\n', '\r\n', '     '],
]);
const MARKS = ['', '', '', '\u0301', '\u0336', '\u20e3'];
const WRITTEN: ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
];

/** Ways in which people and programs write an id: parted, of other digits, with marks or invisible characters, encoded. */
export function spellingOfId(id: string): fc.Arbitrary<{spelt: string}> {
  const cuts = fc.uniqueArray(fc.integer({min: 1, max: id.length - 1}), {maxLength: 5});
  const hidden = fc.array(
    fc.record({at: fc.integer({min: 1, max: id.length - 1}), char: fc.constantFrom(...INVISIBLE)}),
    {
      maxLength: 3,
    },
  );
  return fc
    .record({
      zero: fc.constantFrom(...ZEROS),
      gap: fc.constantFrom(...GAPS),
      mark: fc.constantFrom(...MARKS),
      write: fc.constantFrom(...WRITTEN),
      cuts,
      hidden,
    })
    .map(({zero, gap, mark, write, cuts, hidden}) => {
      const digits = [...id].map((digit, i) => {
        const parted = cuts.includes(i) ? gap : '';
        const invisible = hidden.filter(({at}) => at === i).map(({char}) => char);
        return parted + invisible.join('') + String.fromCodePoint(zero + Number(digit)) + mark;
      });
      return {spelt: write(digits.join(''))};
    });
}
