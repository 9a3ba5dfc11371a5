import {expect} from 'chai';
import {
  CAMPAIGNS,
  capitalize,
  countOf,
  DAYS,
  DISTRIBUTED,
  decapitalize,
  duration,
  type Forms,
  formatFraction,
  formatNumber,
  longDate,
  longInstant,
  OVER_CAMPAIGNS,
  percent,
  plural,
  ROWS,
  ROWS_AS_OBJECT,
  USERS,
  WARNINGS,
  WILL_BE_WRITTEN,
} from '../../src/application/words/russian.ts';

const WORDS: Record<string, readonly [forms: Forms, one: string, few: string, many: string]> = {
  users: [USERS, 'пользователь', 'пользователя', 'пользователей'],
  campaigns: [CAMPAIGNS, 'кампания', 'кампании', 'кампаний'],
  days: [DAYS, 'день', 'дня', 'дней'],
  warnings: [WARNINGS, 'предупреждение', 'предупреждения', 'предупреждений'],
  'over campaigns': [OVER_CAMPAIGNS, 'кампании', 'кампаниям', 'кампаниям'],
  rows: [ROWS, 'строка', 'строки', 'строк'],
  'rows as an object': [ROWS_AS_OBJECT, 'строку', 'строки', 'строк'],
  distributed: [DISTRIBUTED, 'распределён', 'распределено', 'распределено'],
  'will be written': [WILL_BE_WRITTEN, 'будет записана', 'будет записано', 'будет записано'],
};
const NUMBERS = [...Array(1001).keys(), 1_000_001];

/** The rule as grammars state it. */
function formIndex(n: number): 0 | 1 | 2 {
  const [tens, ones] = [n % 100, n % 10];
  if (tens >= 11 && tens <= 14) return 2;
  return ones === 1 ? 0 : ones >= 2 && ones <= 4 ? 1 : 2;
}

describe('Russian words beside numbers', () => {
  for (const [name, [forms, ...expected]] of Object.entries(WORDS)) {
    it(`agree for every number: ${name}`, () => {
      for (const n of NUMBERS) expect(plural(n, forms), String(n)).to.equal(expected[formIndex(n)]);
    });
  }

  it('stand behind grouped digits', () => {
    expect([0, 1, 2, 5, 11, 21, 112, 1_000_001].map((n) => countOf(n, USERS))).to.deep.equal([
      '0 пользователей',
      '1 пользователь',
      '2 пользователя',
      '5 пользователей',
      '11 пользователей',
      '21 пользователь',
      '112 пользователей',
      '1\u00a0000\u00a0001 пользователь',
    ]);
  });

  it('group digits by three with a space that does not break', () => {
    expect([0, 999, 1000, 1_234_567].map(formatNumber)).to.deep.equal([
      '0',
      '999',
      '1\u00a0000',
      '1\u00a0234\u00a0567',
    ]);
  });

  it('tell a duration', () => {
    const cases = [0, 850, 1000, 12_345, 59_999, 60_000, 65_432, 3_601_000, 86_400_000];
    expect(cases.map(duration)).to.deep.equal([
      '0 мс',
      '850 мс',
      '1 с',
      '12,3 с',
      '59,9 с',
      '1 мин 0 с',
      '1 мин 5 с',
      '1 ч 0 мин 1 с',
      '24 ч 0 мин 0 с',
    ]);
  });

  it('tell a share, and that there is nothing to share', () => {
    expect([percent(1, 3), percent(0, 7), percent(7, 7), percent(0, 0)]).to.deep.equal(['33,3', '0,0', '100,0', '—']);
  });

  it('write a fraction with a comma, and begin a sentence or go on in it', () => {
    expect([formatFraction(0.00163, 4), formatFraction(2, 1)]).to.deep.equal(['0,0016', '2,0']);
    expect([capitalize('нет Кампаний'), decapitalize('Нет Кампаний')]).to.deep.equal(['Нет Кампаний', 'нет Кампаний']);
  });

  it('tell a moment in the schedule’s zone', () => {
    expect(longInstant('2024-01-14T19:30:00.000Z', 'Asia/Tashkent')).to.equal('15 января 2024 г. в 00:30');
  });

  it('tell a date, whatever the time zone of the process', () => {
    expect(['2024-01-15', '2024-03-01', '2024-12-31'].map(longDate)).to.deep.equal([
      '15 января 2024 г.',
      '1 марта 2024 г.',
      '31 декабря 2024 г.',
    ]);
  });
});
