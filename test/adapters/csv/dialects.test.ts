import {expect} from 'chai';
import fc from 'fast-check';
import {csvReader} from '../../support/csv-file.ts';

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16 LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 LE with a mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 BE': (text) => Buffer.from(text, 'utf16le').swap16(),
  'UTF-16 BE with a mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};
const LINE_ENDS = ['\n', '\r\n', '\r', '\r\r\n', '\u0085', '\u2028'];
const SEPARATORS = [',', ';', '\t', '|'];
/** What programs leave after the last line. */
const ENDINGS = ['', '\u001a', ' ', '\t', ' \u001a', '\u001a\u001a', '\0\0'];

const HEADER = ['IIN', 'COUNT_DAY', 'REGION'];

describe('a CSV file as programs write it', () => {
  const {read} = csvReader();
  const cell = fc.string({
    unit: fc.constantFrom('a', 'Ж', 'қ', '😀', '"', ' ', ',', ';', '\t', '|', '='),
    maxLength: 8,
  });
  const rows = fc.array(fc.tuple(cell, fc.nat(200), cell), {maxLength: 12});
  const dialect = fc.record({
    encoding: fc.constantFrom(...Object.keys(ENCODINGS)),
    lineEnd: fc.constantFrom(...LINE_ENDS),
    separator: fc.constantFrom(...SEPARATORS),
    isTold: fc.boolean(),
    emptyColumns: fc.nat(3),
    emptyRows: fc.nat(3),
    isLastLineEnded: fc.boolean(),
    ending: fc.constantFrom(...ENDINGS),
  });

  it('is read, whatever its encoding, separator, line ends, empty columns and rows, and last characters', async () => {
    await fc.assert(
      fc.asyncProperty(rows, dialect, async (random, how) => {
        const data = random.map(([a, n, b]) => [`${a}.`, n, `${b}.`] as const);
        const field = (value: string) => (/[",;\t|]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
        const line = (cells: readonly string[]) =>
          cells.map(field).join(how.separator) + how.separator.repeat(how.emptyColumns);
        const lines = [
          ...(how.isTold ? [`sep=${how.separator}`] : []),
          line(HEADER),
          ...data.map((row) => line(row.map(String))),
          ...Array.from({length: how.emptyRows}, (_, i) => how.separator.repeat(i)),
        ];
        // Blanks after a value are the value's.
        const ending = how.isLastLineEnded ? how.lineEnd + how.ending : how.ending.replace(/[ \t]/g, '');
        const text = lines.join(how.lineEnd) + ending;
        const encode = ENCODINGS[how.encoding]!;
        expect(await read(encode(text))).to.deep.equal({columns: HEADER, rows: data});
      }),
      {numRuns: 400},
    );
  });

  it('may mix line ends, and be joined of files that each begin with a mark', async () => {
    const {rows: taken} = await read('\ufeffIIN,COUNT_DAY\r\na,5\rb,5\n\ufeff"c",5\r\r\n\n\ufeff\ufeffd,5');
    expect(taken).to.deep.equal(['a', 'b', 'c', 'd'].map((id) => [id, 5]));
  });

  it('may write its dates as databases and spreadsheets do, as long as they mean one day', async () => {
    const dates = {
      '2024-02-01': '2024-02-01 00:00:00',
      '2024-02-01T09:30': '2024-02-01 09:30:00',
      '2024-02-01 9:30:00': '2024-02-01 09:30:00',
      '2024-02-01 00:00:00.0': '2024-02-01 00:00:00',
      '2024-02-01 23:59:59.000': '2024-02-01 23:59:59',
      '01.02.2024': '2024-02-01 00:00:00',
      '01.02.2024 0:00': '2024-02-01 00:00:00',
      ' 29.02.2024\u00a0': '2024-02-29 00:00:00',
    };
    const {rows: taken} = await read(
      `IIN,COUNT_DAY,REPORT_DATE\n${Object.keys(dates)
        .map((date) => `x,5,${date}\n`)
        .join('')}`,
    );
    expect(taken.map(([, , date]) => date)).to.deep.equal(Object.values(dates));
  });

  for (const date of [
    '2024-02-30',
    '29.02.2023',
    '2024-13-01',
    '01/02/2024',
    '1.2.2024',
    '01.02.24',
    '20240201',
    '45323',
    '01-FEB-24',
    '2024-02-01T00:00:00Z',
    '2024-02-01 00:00:00+05:00',
    '2024-02-01 00:00:00.5',
    '2024-02-01 24:00:00',
    '12024-02-01',
    'now',
  ]) {
    // biome-ignore format: a list of dates
    it(`is refused with a date such as ${date}`, async () => {
      const refused = await read(`IIN,COUNT_DAY,REPORT_DATE\nx,5,${date}\n`).catch((error: Error) => error.message);
      expect(refused).to.match(/line 2: REPORT_DATE is not a date such as 2024-01-15/);
    });
  }

  it('has numbers in decimal form, and no other', async () => {
    const good = {'5': 5, '+5': 5, '5.': 5, '5.0': 5, '.5': 0.5, '-12.50': -12.5, '\u00a05': 5, '5\u200b': 5, '007': 7};
    const {rows: taken} = await read(
      `IIN,COUNT_DAY\n${Object.keys(good)
        .map((n) => `x,${n}\n`)
        .join('')}`,
    );
    expect(taken.map(([, n]) => n)).to.deep.equal(Object.values(good));
    for (const bad of [
      '0x5',
      '0b101',
      '0o5',
      '5e0',
      '1e308',
      'Infinity',
      'NaN',
      'true',
      '5_0',
      "'5",
      '٥',
      '"5,0"',
      '5 0',
      '-',
      '.',
    ]) {
      const refused = await read(`IIN,COUNT_DAY\nx,${bad}\n`).catch((error: Error) => error.message);
      expect(refused, bad).to.match(/line 2: COUNT_DAY is not a number/);
    }
  });
});
