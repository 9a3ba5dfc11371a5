import {expect} from 'chai';
import {fill} from '../support/filled.ts';
import {type Answer, type Installation, installations, jsonOf} from '../support/installation.ts';
import {query, snapshot} from '../support/installed-rows.ts';
import {campaignRows, NAMES, sampleUsers, writeCsv} from '../support/sample-csv.ts';

const CAMPAIGNS = campaignRows();
const USERS = sampleUsers(300).rows;
const DATES = ['2020-01-01', '2099-12-31'];
/** Good rows and then one of these values. */
const campaigns = (...values: string[]) => writeCsv([...CAMPAIGNS, ['SC00000008', ...values]]);
const BAD_LINE = `line ${CAMPAIGNS.length + 1}: `;

type Case = readonly [
  what: string,
  table: 'users' | 'campaigns',
  content: string | Uint8Array | null,
  said: readonly string[],
];

const CASES: readonly Case[] = [
  ['without a needed column', 'users', writeCsv(USERS.map((row) => [row[0]!])), ['COUNT_DAY']],
  ['with an unknown column', 'users', 'IIN,COUNT_DAY,FAVOURITE\n1,5,tea\n', ['FAVOURITE', 'IIN, COUNT_DAY']],
  ['with a word for a day', 'users', writeCsv([...USERS, ['1', 'five']]), [`line ${USERS.length + 1}`, 'COUNT_DAY']],
  ['with a quote that is never closed', 'users', `${writeCsv(USERS)}"1,5\n1,5\n`, ['line', 'quote']],
  ['that is not UTF-8', 'users', Buffer.from([...Buffer.from(writeCsv(USERS)), 0xcf, 0xf0, 0x2c, 0x35]), ['UTF-8']],
  [
    'with a name of 300 characters',
    'campaigns',
    campaigns('я'.repeat(300), ...DATES),
    [BAD_LINE, 'THEORY_NAME', '300'],
  ],
  ['with an end before its start', 'campaigns', campaigns('x', ...DATES.toReversed()), [BAD_LINE, 'before']],
  ['with a date that never was', 'campaigns', campaigns('x', '2023-02-29', DATES[1]!), [BAD_LINE, 'THEORY_START_DATE']],
  ['that is not there', 'users', null, ['cannot be read']],
];

describe('an import of a file', () => {
  const install = installations();
  const answers = new Map<string, Answer>();
  let filled: Installation;
  let untouched: Record<string, string>;

  /** All the bad files at once, half of them to replace what is there. */
  before(async () => {
    filled = install();
    await fill(filled, {people: 20});
    untouched = snapshot(filled);
    const imports = CASES.map(async ([what, table, content], i) => {
      if (content !== null) filled.write(`bad${i}.csv`, content);
      answers.set(
        what,
        await filled.here(['import', table, filled.inFolder(`bad${i}.csv`), ...(i % 2 ? ['--replace'] : [])]),
      );
    });
    await Promise.all(imports);
  });

  for (const [what, , , said] of CASES) {
    it(`${what} ends with 2 and says where`, () => {
      const {code, out, err} = answers.get(what)!;
      expect([code, out], err).to.deep.equal([2, '']);
      expect(err)
        .to.match(/bad\d+\.csv/)
        .and.not.include('    at ');
      for (const word of said) expect(err).to.include(word);
    });
  }

  it('that is bad imports nothing', () => {
    expect(snapshot(filled)).to.deep.equal(untouched);
  });

  it('names each bad line, the first twenty of them, and no value', async () => {
    const wrong = sampleUsers(40, 4);
    filled.write(
      'wrong.csv',
      writeCsv(
        wrong.rows.map(([iin], i) => (i === 0 ? ['IIN', 'COUNT_DAY'] : [iin!, 'x'])),
        {lineEnd: '\r\n'},
      ),
    );
    const {code, err} = await filled.run('import users wrong.csv');
    expect(code).to.equal(2);
    const lines = [...err.matchAll(/line (\d+)/g)].map(([, n]) => Number(n));
    expect(lines).to.deep.equal(Array.from({length: 20}, (_, i) => i + 2));
    expect(
      wrong.ids.some((id) => err.includes(id)),
      'an id is shown',
    ).to.equal(false);
  });

  it('adds to what is there, or replaces it when asked', async () => {
    const at = filled.copy();
    const count = () => query<[number]>(at, 'SELECT count(*) FROM SC_1_120')[0]![0];
    const [rows] = [count()];
    at.write('more.csv', writeCsv(USERS));
    const added = await at.run('import users more.csv --json');
    expect(jsonOf(added)).to.deep.equal({table: 'SC_1_120', rows: USERS.length - 1, malformed: 0});
    expect(count()).to.equal(rows + USERS.length - 1);
    expect((await at.here(['import', 'users', at.inFolder('more.csv'), '--replace'])).out).to.include(
      String(USERS.length - 1),
    );
    expect(count()).to.equal(USERS.length - 1);
  });

  it('says how many ids a run would leave out, and with --dry-run only that', async () => {
    const at = filled.copy();
    const before = snapshot(at);
    at.write('spoilt.csv', writeCsv([...USERS, ['9.909E+11', '5'], ['9,909E+11', '5'], ['990', '6']]));
    const dry = await at.here(['import', 'users', at.inFolder('spoilt.csv'), '--dry-run', '--json']);
    expect(jsonOf(dry)).to.deep.equal({table: 'SC_1_120', rows: USERS.length + 2, malformed: 3});
    expect((await at.here(['import', 'users', at.inFolder('spoilt.csv'), '--dry-run', '--replace'])).out).to.match(
      /would be imported.*\n! 3 ids look spoilt/,
    );
    expect(snapshot(at)).to.deep.equal(before);
    expect((await at.run('import users spoilt.csv')).out).to.match(/ imported into SC_1_120\n! 3 ids look spoilt/);
    at.write('theories.csv', writeCsv([...CAMPAIGNS, ['S\u042100000001', 'x', ...DATES]]));
    expect((await at.here(['import', 'campaigns', at.inFolder('theories.csv'), '--dry-run'])).out).to.include(
      '! 1 THEORY_ID is not of',
    );
    expect((await at.here(['import', 'users', at.inFolder('bad0.csv'), '--dry-run'])).code).to.equal(2);
  });

  it('keeps names that break careless code', () => {
    const names = query<[string]>(filled, 'SELECT DISTINCT THEORY_NAME FROM SoftCollection_theories').flat();
    expect(names.sort()).to.deep.equal([...NAMES].sort());
  });
});
