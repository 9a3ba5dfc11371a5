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
    expect(await messageFor('IIN,COUNT_DAY,\nx,5,\n')).to.include('has not');
  });

  it('names a column twice, in whatever case', async () => {
    expect(await messageFor('IIN,COUNT_DAY,iin\nx,5,y\n')).to.include('twice');
  });

  it('is separated by something else than commas', async () => {
    expect(await messageFor('IIN;COUNT_DAY\nx;5\n')).to.include('no column IIN, COUNT_DAY');
  });

  for (const [what, row, said] of [
    ['a word for a number', 'x,five,r', 'COUNT_DAY is not a number'],
    ['a value too few', 'x,5', 'has not as many values'],
    ['a value too many', 'x,5,r,', 'has not as many values'],
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

  it('opens a quote and never closes it: the line is named', async () => {
    const message = await messageFor(`${HEADER}a,5,r\nb,5,"r\nc,5,r\nd,5,r\n`);
    expect(message).to.match(/line [3-7]: a quote is opened at or before this line and never closed/);
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
    expect(await messageFor(Buffer.from(`\uFEFF${HEADER}`, 'utf16le'))).to.include('UTF-8');
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
