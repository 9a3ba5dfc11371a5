import {expect} from 'chai';
import {readCsv} from '../../../src/adapters/csv/read-csv.ts';
import {csvReader} from '../../support/csv-file.ts';

const HEADER = 'IIN,COUNT_DAY,REGION\n';

describe('a CSV file that cannot be taken', () => {
  const {read, refuse} = csvReader();

  async function messageFor(content: string | Uint8Array): Promise<string> {
    const {kind, message, advice} = await refuse(content);
    expect([kind, advice !== null]).to.deep.equal(['usage', true]);
    return message;
  }

  it('is empty', async () => {
    for (const content of ['', '\uFEFF', '\n\r\n\n']) expect(await messageFor(content)).to.equal('people.csv is empty');
  });

  it('lacks columns: all of them are named, and the advice names those there are', async () => {
    expect(await messageFor('REGION\nx\n')).to.equal('people.csv has no column IIN, COUNT_DAY');
    expect((await refuse('IIN\nx\n')).advice).to.include('IIN, COUNT_DAY, TOTAL_DEBT, BASE_TYPE');
    expect((await refuse('THEORY_ID\nx\n', 'SoftCollection_theories')).message).to.include('THEORY_END_DATE');
  });

  it('has columns that the table has not', async () => {
    expect(await messageFor('IIN,COUNT_DAY,AGE,HEIGHT\nx,5,1,2\n')).to.match(/SC_1_120 has not: AGE, HEIGHT$/);
  });

  it('names a column twice, in whatever case', async () => {
    expect(await messageFor('IIN,COUNT_DAY,iin\nx,5,y\n')).to.include('twice');
  });

  it('is separated by something that no program writes: what stands there is shown', async () => {
    expect(await messageFor('IIN^COUNT_DAY\nx^5\n')).to.match(/no column IIN, COUNT_DAY; it has IIN\^COUNT_DAY$/);
  });

  it('has a letter in a name that only looks right: it is shown by its code point', async () => {
    expect(await messageFor('IIN,\u0421OUNT_DAY\nx,5\n')).to.include('no column COUNT_DAY; it has <U+0421>OUNT_DAY');
    expect(await messageFor('I\u200bIN,COUNT_DAY\nx,5\n')).to.include('no column IIN; it has I<U+200B>IN');
  });

  it('has a column without a name that is not empty', async () => {
    expect(await messageFor('IIN,COUNT_DAY,,\nx,5,,\nx,5,,y\n')).to.include('line 3: column 4 has a value and no name');
  });

  for (const [what, row, said] of [
    ['a word for a number', 'x,five,r', 'COUNT_DAY is not a number'],
    ['a value too few', 'x,5', 'has not as many values'],
    ['a value too many', 'x,5,r,s', 'has not as many values'],
    ['a NUL', 'x,5,r\0r', 'REGION has a character NUL'],
    ['a decimal comma', 'x,"5,0",r', 'COUNT_DAY is not a number: it has a decimal comma'],
    ['a quote in the middle', 'x,5,r"r', 'a quote stands within a value'],
    ['something after a quote', 'x,5,"r"r', 'a closing quote is not followed by a comma'],
    ['a text too long', `x,5,${'я'.repeat(101)}`, 'REGION has 101 characters, at most 100 fit'],
  ] as const) {
    it(`has ${what}: the line is named, whatever line ends stand before it`, async () => {
      for (const before of ['a,5,r\nb,5,r\n', 'a,5,r\r\nb,5,r\r\n', '"a",5,"r\r\nr"\r\n', '\n\r\n']) {
        expect(await messageFor(`${HEADER}${before}${row}\n`), JSON.stringify(before)).to.include(`line 4: ${said}`);
      }
    });
  }

  it('opens a quote and never closes it: the line in which it was opened is named', async () => {
    const unclosed = (before: string) => messageFor(`${HEADER}${before}b,5,"r\nc,5,r\nd,5,r\n`);
    expect(await unclosed('a,5,r\n')).to.include('line 3: a quote is opened in this line and never closed');
    expect(await unclosed('"a",5,"r ""r"" "\n\n')).to.include('line 4: a quote');
    expect(await unclosed('a,5,"r\r\nr"\r\n')).to.include('line 4: a quote');
    expect(await unclosed('a,5,r\n'.repeat(30_000))).to.include('line 30002: a quote');
  });

  it('has more than twenty bad lines: the first twenty are named', async () => {
    const message = await messageFor(`${HEADER}${'x,five,r\n'.repeat(30)}`);
    const lines = [...message.matchAll(/line (\d+):/g)].map(([, n]) => Number(n));
    expect(lines).to.deep.equal(Array.from({length: 20}, (_, i) => i + 2));
    expect(message).to.match(/and maybe more$/);
    expect(await messageFor(`${HEADER}${'x,five,r\n'.repeat(19)}`)).to.not.include('more');
  });

  it('is not UTF-8, wherever the bad byte stands', async () => {
    const bad = Buffer.from([0xcf, 0xf0, 0xe8]);
    const long = Buffer.from(HEADER + 'x,5,r\n'.repeat(20_000));
    for (const parts of [
      [Buffer.from(HEADER), bad],
      [long, bad],
      [bad, long],
      [long, Buffer.from([0xd0])],
    ]) {
      expect(await messageFor(Buffer.concat(parts))).to.equal('people.csv is not UTF-8');
    }
    const utf16 = Buffer.from(`\uFEFF${HEADER}x,5,r\n`, 'utf16le');
    expect(await messageFor(utf16.subarray(0, -1))).to.equal('people.csv is not UTF-16');
    expect(await messageFor(Buffer.from([0xff, 0xfe, 0, 0, 0x49, 0, 0, 0]))).to.include('UTF-32');
    expect(await messageFor(Buffer.from('PK\u0003\u0004'))).to.include('workbook');
  });

  it('is UTF-8 by chance only: a word of Windows-1251 is not taken for other letters', async () => {
    const words = [
      [0xd2, 0xa8, 0x2d, 0x35],
      [0xca, 0xb9, 0x20, 0x37],
      [0xcf, 0xb2],
    ];
    for (const word of words) {
      const content = Buffer.concat([Buffer.from(`${HEADER}x,5,`), Buffer.from(word), Buffer.from('\n')]);
      expect(await messageFor(content)).to.include('line 2: may be in Windows-1251');
      expect((await read(Buffer.concat([Buffer.from('\ufeff'), content]))).rows, 'with a mark').to.have.lengthOf(1);
    }
    const meant = ['Ә', 'Ё-5', 'Ш', 'Crème', 'і', 'й', '«5»', '№ 7', 'ҳаёт', '😀'];
    const {rows} = await read(`${HEADER}${meant.map((region) => `x,5,${region}\n`).join('')}`);
    expect(rows.map(([, , region]) => region)).to.deep.equal(meant);
  });

  it('has one value of megabytes: it is refused by its length', async () => {
    const value = 'я"",\r\n'.repeat(500_000);
    expect(await messageFor(`${HEADER}x,5,"${value}"\n`)).to.match(/^people.csv: line \d+: REGION has \d+ characters/);
  });

  it('gives no rows after a bad one, though all before it were good', async () => {
    const text = `${HEADER}${'x,5,r\n'.repeat(12_000)}x,five,r\n`;
    expect(await messageFor(text)).to.include('line 12002: COUNT_DAY');
    expect((await read(text.replace('five', '5'))).rows).to.have.lengthOf(12_001);
  });

  it('never shows a value in what it says', async () => {
    const secret = '990999000001';
    for (const row of [
      `${secret},x${secret},r`,
      `${secret}"${secret},5,r`,
      `"${secret}"${secret},5,r`,
      `"${secret},5,r`,
      secret.repeat(9),
    ]) {
      const {message, advice} = await refuse(`${HEADER}${row}\n`);
      expect(`${message} ${advice}`.includes(secret), message.replaceAll(secret, '[shown]')).to.equal(false);
    }
  });

  it('is not there, or is a folder', async () => {
    for (const path of ['nosuch/people.csv', import.meta.dirname]) {
      const error = await readCsv(path, 'SC_1_120').catch((reason: unknown) => reason);
      expect(error)
        .to.include({kind: 'usage'})
        .and.have.property('message')
        .that.matches(/cannot be read \(E[A-Z]+\)$/);
    }
  });
});
