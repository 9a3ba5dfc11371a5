import {expect} from 'chai';
import fc from 'fast-check';
import {isWellFormed} from '../../src/domain/iin-format.ts';

const digits = fc.integer({min: 0, max: 99_999_999}).map((n) => `9909${String(n).padStart(8, '0')}`);

/** What programs and people make of an id. */
const SPOILINGS: Readonly<Record<string, (id: string) => string>> = {
  'scientific notation': (id) => Number(id).toExponential(4).toUpperCase(),
  'scientific notation with a comma': (id) => Number(id).toExponential(2).replace('.', ','),
  'a whole mantissa': (id) => `${id[0]}E+11`,
  'a decimal part': (id) => `${id}.0`,
  'a decimal comma': (id) => `${id},00`,
  'a point at the end': (id) => `${id}.`,
  'groups of thousands': (id) => id.replace(/(\d{3})(?=\d)/g, '$1,'),
  'a formula': (id) => `="${id}"`,
  'a formula without quotes': (id) => `=${id}`,
  'an apostrophe': (id) => `'${id}`,
  quotes: (id) => `"${id}"`,
  'a sign': (id) => `+${id}`,
  'a blank inside': (id) => `${id.slice(0, 6)} ${id.slice(6)}`,
  'a line end inside': (id) => `${id.slice(0, 6)}\n${id.slice(6)}`,
  'a no-break space inside': (id) => `${id.slice(0, 6)}\u00a0${id.slice(6)}`,
  'a zero-width space inside': (id) => `${id.slice(0, 6)}\u200b${id.slice(6)}`,
  'a soft hyphen inside': (id) => `${id.slice(0, 6)}\u00ad${id.slice(6)}`,
  'a NUL inside': (id) => `${id.slice(0, 6)}\0${id.slice(6)}`,
  'Cyrillic letters': (id) => id.replaceAll('0', 'О').replace(/$/, 'О'),
  'digits of Arabic': (id) => [...id].map((digit) => String.fromCharCode(0x660 + Number(digit))).join(''),
  'one full-width digit': (id) => `${id.slice(0, -1)}\uff11`,
  'a mask': (id) => `${id.slice(0, 4)}******${id.slice(-2)}`,
  'two in a cell, each on its line': (id) => `${id}\n${id}`,
  'two in a cell, with a comma': (id) => `${id},${id}`,
  'two in a cell, with a slash': (id) => `${id}/${id}`,
  'two in a cell, with a semicolon': (id) => `${id};${id}`,
};

describe('the format of ids', () => {
  for (const [what, spoil] of Object.entries(SPOILINGS)) {
    it(`spoilt by ${what} is told, unless any is taken`, () => {
      fc.assert(
        fc.property(digits, (id) => {
          const spoilt = spoil(id);
          return !isWellFormed(spoilt, 'plausible') && !isWellFormed(spoilt, 'iin') && isWellFormed(spoilt, 'any');
        }),
      );
    });
  }

  it('is none for what programs write where nothing is', () => {
    for (const nothing of [
      'NULL',
      '(null)',
      '[NULL]',
      '<null>',
      'nan',
      'NaN',
      'None',
      'N/A',
      '#N/A',
      '#REF!',
      '#NAME?',
      '#DIV/0!',
      '-',
      '...',
    ])
      expect(isWellFormed(nothing, 'plausible'), nothing).to.equal(false);
  });

  it('is plausible for what is merely unusual', () => {
    for (const id of ['1', '007', 'AB123456', 'ab-12/3', 'x', 'X_1', '909900-000001', '9'.repeat(40), 'ID#5', '12E']) {
      expect(isWellFormed(id, 'plausible'), id).to.equal(true);
    }
  });

  it('is an IIN with a true date and check digit only', () => {
    const born = fc.date({min: new Date('1800-01-01'), max: new Date('2099-12-31'), noInvalidDate: true});
    fc.assert(
      fc.property(born, fc.boolean(), fc.nat(9_999), (date, isMale, number) => {
        const year = date.getUTCFullYear();
        const seventh = (Math.floor(year / 100) - 18) * 2 + (isMale ? 1 : 2);
        const body = date.toISOString().slice(2, 10).replaceAll('-', '') + seventh + String(number).padStart(4, '0');
        const good = Array.from({length: 10}, (_, check) => `${body}${check}`).filter((id) => isWellFormed(id, 'iin'));
        return good.length <= 1 && good.every((id) => id.endsWith(String(referenceCheck(body))));
      }),
    );
  });

  it('knows IINs by their date, their century and their check digit', () => {
    // Made up: a first remainder below 10, and one of 10 that the second weights decide.
    expect(isWellFormed(withCheck('99123130000'), 'iin')).to.equal(true);
    expect(isWellFormed(withCheck('00022950001'), 'iin'), '29 February 2000').to.equal(true);
    expect(isWellFormed(withCheck('00022930001'), 'iin'), '29 February 1900').to.equal(false);
    for (const body of ['99133130000', '99023030000', '99123100000', '99123170000', '99003130000']) {
      expect(isWellFormed(withCheck(body), 'iin'), body).to.equal(false);
    }
    const second = Array.from({length: 99}, (_, n) => `991231300${String(n).padStart(2, '0')}`).find(isSecond)!;
    expect(isWellFormed(withCheck(second), 'iin')).to.equal(true);
    for (const id of ['', '9912313000', `${withCheck('99123130000')}0`, 'a9123130000a']) {
      expect(isWellFormed(id, 'iin'), id).to.equal(false);
    }
  });
});

/** By the published tables of weights. */
const WEIGHTS = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],
] as const;
const remainder = (body: string, weights: readonly number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * Number(body[i]), 0) % 11;
const isSecond = (body: string) => remainder(body, WEIGHTS[0]) === 10 && remainder(body, WEIGHTS[1]) < 10;

function referenceCheck(body: string): number {
  const first = remainder(body, WEIGHTS[0]);
  return first === 10 ? remainder(body, WEIGHTS[1]) : first;
}

function withCheck(body: string): string {
  return `${body}${referenceCheck(body) % 10}`;
}
