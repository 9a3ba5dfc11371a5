import {expect} from 'chai';
import fc from 'fast-check';
import {renderText} from '../../../src/adapters/mail/letter/render-text.ts';
import {writeLetter} from '../../../src/adapters/mail/letter/write-letter.ts';
import {SAMPLE_NOTICES, success} from '../../../src/adapters/mail/sample/sample-notices.ts';
import type {MissedNotice, Notice, RunNotice} from '../../../src/application/ports/notifier.ts';
import type {RunReport} from '../../../src/domain/run-report.ts';
import {SETTINGS} from './letterhead.ts';

/** Every noun that a body counts, with its three forms; "по 3 кампаниям" is the dative. */
const NOUNS: readonly (readonly [one: string, few: string, many: string])[] = [
  ['пользователь', 'пользователя', 'пользователей'],
  ['строка', 'строки', 'строк'],
  ['строку', 'строки', 'строк'],
  ['кампания', 'кампании', 'кампаний'],
  ['кампании', 'кампаниям', 'кампаниям'],
  ['предупреждение', 'предупреждения', 'предупреждений'],
  ['день', 'дня', 'дней'],
];
const COUNTED = /(\d[\d\u00a0]*) ((?:пользовател|строк|кампани|предупрежден)[а-яё]*|д(?:ень|ня|ней)(?![а-яё]))/g;

/** The rule as grammars state it. */
function formIndex(n: number): 0 | 1 | 2 {
  const [tens, ones] = [n % 100, n % 10];
  if (tens >= 11 && tens <= 14) return 2;
  return ones === 1 ? 0 : ones >= 2 && ones <= 4 ? 1 : 2;
}

/** Numbers with a noun in a body, each checked; answers the nouns seen. */
function checkNouns(notice: Notice): string[] {
  const found = [...renderText(writeLetter(notice, SETTINGS)).matchAll(COUNTED)];
  return found.map(([said, digits, noun]) => {
    const form = formIndex(Number(digits!.replaceAll('\u00a0', '')));
    expect(
      NOUNS.map((forms) => forms[form]),
      said,
    ).to.include(noun);
    return noun!;
  });
}

const withReport = (notice: RunNotice, change: (report: RunReport) => Partial<RunReport>): Notice => ({
  ...notice,
  report: {...notice.report, ...change(notice.report)},
});
const owing = (kind: 'partial' | 'abandoned', n: number): Notice =>
  withReport(SAMPLE_NOTICES[kind] as RunNotice, ({owed, campaigns}) => ({
    owed: owed.slice(0, 1).map((it) => ({...it, rows: n})),
    campaigns: campaigns.slice(0, 1).map((it) => ({
      ...it,
      groups: {B: {theory_id: 'SC00000001.2', users_count: n, written: {dssb_app: n, spss: 0}}},
    })),
  }));
const people = (n: number): Notice =>
  withReport(success(['x']), ({users, campaigns}) => ({
    users: {...users, distributed: n},
    campaigns: campaigns.map((it) => ({...it, total_users: n})),
  }));
const campaigns = (n: number): Notice =>
  withReport(success(['x']), ({campaigns: [first]}) => ({campaigns: Array.from({length: n}, () => first!)}));
const warnings = (n: number): Notice => success(['x'], Array(n).fill({kind: 'text', text: 'w'}));
const missed = (n: number): Notice => {
  const {slots, ...rest} = SAMPLE_NOTICES['missed-several-days'] as MissedNotice;
  return {...rest, slots: Array.from({length: n}, () => slots[0]!)};
};

describe('a counted noun in a body', () => {
  it('has its right ending for 0 to 1,000 and 1,000,001', () => {
    const seen = new Set<string>();
    for (const n of [...Array(1001).keys(), 1_000_001]) {
      for (const notice of [people(n), owing('partial', n), owing('abandoned', n)]) {
        for (const noun of checkNouns(notice)) seen.add(noun);
      }
    }
    expect([...seen]).to.include.members([
      'пользователь',
      'пользователя',
      'пользователей',
      'строку',
      'строка',
      'строк',
    ]);
  });

  it('has its right ending for campaigns, warnings and days, as many as there may be', () => {
    const seen = new Set<string>();
    for (const n of [1, 2, 5, 11, 12, 21, 22, 101, 102, 111, 121, 122, 200, 201]) {
      for (const notice of [campaigns(n), warnings(n), missed(n)]) {
        for (const noun of checkNouns(notice)) seen.add(noun);
      }
    }
    const wanted = ['кампании', 'кампаниям', 'кампания', 'предупреждение', 'предупреждений', 'дня', 'дней', 'день'];
    expect([...seen]).to.include.members(wanted);
  });

  it('has its right ending whatever the number', () => {
    fc.assert(
      fc.property(fc.nat(), (n) => {
        expect(checkNouns(people(n)).length).to.be.greaterThan(1);
      }),
    );
  });
});
