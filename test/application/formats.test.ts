import {expect} from 'chai';
import {formatsOf} from '../../src/application/words/formats.ts';
import {isLanguage} from '../../src/application/words/language.ts';

const SECOND = 1_000;
const [MINUTE, HOUR, DAY] = [60 * SECOND, 3_600 * SECOND, 86_400 * SECOND];

/** With plain blanks: Intl's are of several kinds. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

const here = () => ({ru: formatsOf('ru', 'Asia/Almaty'), en: formatsOf('en', 'Asia/Almaty')});
type Formats = ReturnType<typeof here>['ru'];

describe('figures and times', () => {
  it('are written as their language writes them', () => {
    const {ru, en} = here();
    const said = ({number, small, share, date, shortDate, weekday}: Formats) =>
      [
        ...[number(12_345.67), small(0.00163), share(0.1234)],
        ...[date('2024-01-05'), shortDate('2024-01-05'), weekday('2024-01-05')],
      ].map(plain);
    expect(said(en)).to.deep.equal(['12,345.7', '0.0016', '12.3%', '5 January 2024', '05/01', 'Fri']);
    expect(said(ru)).to.deep.equal(['12 345,7', '0,0016', '12,3 %', '5 января 2024 г.', '05.01', 'пт']);
  });

  it('are of the zone: an instant, a time of the day to the second and to the minute', () => {
    const {ru, en} = here();
    const said = ({instant, time, clock}: Formats, at: string) => [instant(at), time(at), clock(at)].map(plain);
    expect(said(en, '2024-01-05T18:04:05.600Z')).to.deep.equal(['6 Jan 2024, 00:04', '00:04:05', '00:04']);
    expect(said(ru, '2024-01-05T18:04:05.600Z')).to.deep.equal(['6 янв. 2024 г., 00:04', '00:04:05', '00:04']);
    expect(formatsOf('en', 'UTC').clock('2024-01-05T18:04:05Z')).to.equal('18:04');
  });

  it('of a span are its two largest units', () => {
    const {ru, en} = here();
    const spans: readonly [ms: number, english: string, russian: string][] = [
      [0, '0 ms', '0 мс'],
      [849.6, '850 ms', '850 мс'],
      [999, '999 ms', '999 мс'],
      [SECOND, '1 s', '1 с'],
      [12_399, '12.3 s', '12,3 с'],
      [MINUTE - 1, '59.9 s', '59,9 с'],
      [MINUTE, '1 min 0 s', '1 мин 0 с'],
      [MINUTE + 5_999, '1 min 5 s', '1 мин 5 с'],
      [HOUR, '1 h 0 min', '1 ч 0 мин'],
      [DAY - 1, '23 h 59 min', '23 ч 59 мин'],
      [2 * DAY + 4 * HOUR + 59 * MINUTE, '2 d 4 h', '2 дн. 4 ч'],
    ];
    for (const [ms, english, russian] of spans) {
      expect(plain(en.span(ms))).to.equal(english);
      expect(plain(ru.span(ms))).to.equal(russian);
    }
  });

  it('are told in the languages that there are', () => {
    expect(['ru', 'en', 'kk', 'RU', ''].map(isLanguage)).to.deep.equal([true, true, false, false, false]);
  });
});
