import {expect} from 'chai';
import fc from 'fast-check';
import {csvReader} from '../../support/csv-file.ts';
import {writeCsv} from '../../support/sample-csv.ts';

const HEADER = 'IIN,COUNT_DAY,REGION';

describe('reading a CSV file', () => {
  const {read} = csvReader();

  it('answers columns in the order of the file, and values as their columns want them', async () => {
    const text =
      'REGION,REPORT_DATE,COUNT_DAY,IIN,TOTAL_DEBT\nNorth,2024-01-15,5,007,-12.50\n,2024-02-29 13:05,,x,1000\n';
    expect(await read(text)).to.deep.equal({
      columns: ['REGION', 'REPORT_DATE', 'COUNT_DAY', 'IIN', 'TOTAL_DEBT'],
      rows: [
        ['North', '2024-01-15 00:00:00', 5, '007', -12.5],
        [null, '2024-02-29 13:05:00', null, 'x', 1000],
      ],
    });
  });

  it('takes column names in any case, with blanks around, and after a BOM', async () => {
    expect((await read('\uFEFFiin, Count_Day \nx,5\n')).columns).to.deep.equal(['IIN', 'COUNT_DAY']);
    expect((await read('\uFEFF"iin","COUNT_day"\nx,5\n')).columns).to.deep.equal(['IIN', 'COUNT_DAY']);
  });

  it('takes a header alone as no rows', async () => {
    for (const text of [HEADER, `${HEADER}\n`, `${HEADER}\r\n\r\n`]) expect((await read(text)).rows).to.deep.equal([]);
  });

  it('takes LF, CRLF and both in one file, with a last line that is not ended, and skips empty lines', async () => {
    const rows = [
      ['a', 5, 'r'],
      ['b', 5, 'r'],
      ['c', 5, 'r'],
    ];
    for (const text of ['a,5,r\nb,5,r\nc,5,r\n', 'a,5,r\r\nb,5,r\r\nc,5,r', 'a,5,r\r\n\r\nb,5,r\n\nc,5,r\r\n']) {
      expect((await read(`${HEADER}\r\n${text}`)).rows, JSON.stringify(text)).to.deep.equal(rows);
    }
  });

  it('takes quoted values with commas, quotes and line ends in them', async () => {
    const text = `${HEADER}\r\n"a","5","x, ""y"""\r\n"b",5,"one\ntwo"\r\n`;
    expect((await read(text)).rows).to.deep.equal([
      ['a', 5, 'x, "y"'],
      ['b', 5, 'one\ntwo'],
    ]);
  });

  it('keeps the blanks around a text, and takes an empty one as NULL', async () => {
    const text = `${HEADER}\n a  ,5,\tr \n"  b",5,\n  ,5,""\n,5,\n`;
    expect((await read(text)).rows).to.deep.equal([
      [' a  ', 5, '\tr '],
      ['  b', 5, null],
      ['  ', 5, null],
      [null, 5, null],
    ]);
  });

  it('keeps SQL, HTML, formulas, tabs and every script as they are', async () => {
    const names = [
      "'; DROP TABLE SC_1_120; --",
      '<b>&amp;</b>',
      '=1+1',
      'a\tb',
      'Қайырлы таң',
      '人',
      '👩‍👩‍👧',
      'ﷺ',
      '\\n',
    ];
    const {rows} = await read(writeCsv([['IIN', 'COUNT_DAY', 'REGION'], ...names.map((name) => ['x', '5', name])]));
    expect(rows.map(([, , name]) => name)).to.deep.equal(names);
  });

  it('reads a file of many chunks, wherever a chunk ends', async () => {
    // Every length of the first value moves the borders of the 64 KB chunks over CRLF, quotes and long characters.
    for (let shift = 0; shift < 12; shift++) {
      const values = Array.from({length: 6_000}, (_, i) => `${'-'.repeat(shift)}${i}😀"ж,`);
      const rows = values.map((value) => [`id ${value}`, '5', value.slice(0, 50)]);
      const text = writeCsv([HEADER.split(','), ...rows], {lineEnd: '\r\n', bom: true});
      expect(Buffer.byteLength(text)).to.be.greaterThan(3 * 65_536);
      const read_ = await read(text);
      const same = read_.rows.every((row, i) => row[0] === rows[i]![0] && row[1] === 5 && row[2] === rows[i]![2]);
      expect([read_.rows.length, same], `shifted by ${shift}`).to.deep.equal([6_000, true]);
    }
  });

  it('gives back whatever was written', async () => {
    // A CRLF within quotes comes back as LF; a value of blanks only may be a NULL of its column, so each ends with a dot.
    const value = fc.string({
      unit: fc.constantFrom('"', ',', '\n', '\r', ' ', '\t', ';', '=', 'a', 'Ж', '人', '😀'),
      maxLength: 40,
    });
    const table = fc.array(fc.tuple(value, fc.nat(999), value), {maxLength: 30});
    const style = fc.record({
      bom: fc.boolean(),
      quoteAll: fc.boolean(),
      lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
    });
    await fc.assert(
      fc.asyncProperty(table, style, async (random, how) => {
        const rows = random.map(([a, n, b]) => [`${a}.`, n, `${b}.`]);
        const text = writeCsv([HEADER.split(','), ...rows.map((row) => row.map(String))], how);
        const lf = (cell: string | number) => (typeof cell === 'string' ? cell.replaceAll('\r\n', '\n') : cell);
        expect((await read(text)).rows).to.deep.equal(rows.map((row) => row.map(lf)));
      }),
      {numRuns: 150},
    );
  });
});
