import {expect} from 'chai';
import fc from 'fast-check';
import {renderToString} from 'preact-render-to-string';
import {historyPage} from '../../../../src/adapters/http/pages/history/history-page.tsx';
import {durationsOf, serviceLevel} from '../../../../src/adapters/http/pages/history/service-level.ts';
import {usersByDay} from '../../../../src/adapters/http/pages/history/users-by-day.ts';
import {StackedBars} from '../../../../src/adapters/http/pages/plots/stacked-bars.tsx';
import type {IsoInstant} from '../../../../src/domain/ids.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';
import {dayRun, EIGHT_DAYS, sampleDay} from '../../../support/sample-day.ts';

const EVENING = Date.parse('2026-11-27T15:00:00Z');
const RIGHT_AT_TEN = '2026-11-27T05:00:00.000Z';

describe('History', () => {
  it('counts a day as in time when a run of it was verified within an hour, whatever came before', () => {
    const failedFirst = sampleDay({runs: [...EIGHT_DAYS.failed.runs, dayRun({ended_at: RIGHT_AT_TEN})]});
    const tooLate = sampleDay({runs: [dayRun({ended_at: '2026-11-27T05:00:00.001Z'})]});
    const days = [failedFirst, tooLate, EIGHT_DAYS.failed, EIGHT_DAYS.missed, EIGHT_DAYS.partial];
    expect(serviceLevel(days, EVENING)).to.deep.equal({expected: 5, onTime: 1});
  });

  it('expects nothing of days that were skipped, switched off, without a slot, or not over', () => {
    const tomorrow = sampleDay({slot: '2026-11-28T04:00:00.000Z' as IsoInstant});
    const off = sampleDay({missed: 'switched_off'});
    const days = [EIGHT_DAYS.skipped, EIGHT_DAYS.off, off, sampleDay({slot: null}), tomorrow];
    expect(serviceLevel(days, EVENING)).to.deep.equal({expected: 0, onTime: 0});
  });

  it('says the days in Russian as a number of them asks for: 1 of 21 дня, of 22 дней', () => {
    const said = (n: number) => {
      const days = Array.from({length: n}, () => sampleDay({runs: [dayRun({ended_at: RIGHT_AT_TEN})]}));
      return textOf(historyPage({days, state: null, newer: null, older: ''}, pageContext('ru', {now: EVENING})).main);
    };
    expect(said(21)).to.include('21 из 21 дня').and.to.include('Цель — 99 %.');
    expect(said(22)).to.include('22 из 22 дней');
  });

  it('says within what time a share of the runs ended', () => {
    const days = [10, 20, 30, 40].map((duration_ms) => sampleDay({runs: [dayRun({duration_ms})]}));
    expect([durationsOf(days, 0.5), durationsOf(days, 0.95), durationsOf([], 0.5)]).to.deep.equal([20, 40, null]);
  });

  it('shows the eight greatest campaigns, and loses nobody of the rest', () => {
    const people = fc.dictionary(fc.stringMatching(/^SC\d{8}$/), fc.nat(1000), {maxKeys: 30});
    fc.assert(
      fc.property(fc.array(people, {maxLength: 10}), (given) => {
        const {series} = usersByDay(given.map((it) => sampleDay({runs: [dayRun({people: it})]})));
        const shown = series.flatMap((it) => it.people).reduce((sum, n) => sum + n, 0);
        expect(shown).to.equal(given.flatMap((it) => Object.values(it)).reduce((sum, n) => sum + n, 0));
        expect(series.length).to.be.at.most(9);
        const sums = series.filter((it) => it.name !== null).map((it) => it.people.reduce((sum, n) => sum + n, 0));
        expect(sums).to.deep.equal(sums.toSorted((a, b) => b - a));
      }),
    );
  });

  it('draws within its picture, and every part as high as its share', () => {
    const values = fc.array(fc.array(fc.nat(1_000_000), {minLength: 3, maxLength: 3}), {minLength: 1, maxLength: 9});
    fc.assert(
      fc.property(values, (given) => {
        const series = given.map((it, n) => ({name: `S${n}`, values: it}));
        const html = renderToString(
          StackedBars({title: 't', description: 'd', labels: ['a', 'b', 'c'], series, number: String}),
        );
        const bars = [...html.matchAll(/x="([\d.]+)%" y="([-\d.]+)%" width="([\d.]+)%" height="([\d.]+)%"/g)];
        expect(bars).to.have.length(3 * given.length);
        for (const [, x, y, width, height] of bars.map((bar) => bar.map(Number))) {
          expect(y).to.be.at.least(0);
          expect(y! + height!).to.be.at.most(100.02);
          expect(x! + width!).to.be.at.most(100);
        }
        const heights = bars.map(([, , , , height]) => Number(height));
        const shown = [0, 1, 2].flatMap((day) => given.map((it) => it[day]!));
        const most = shown.indexOf(Math.max(...shown));
        const scale = heights[most]! / (shown[most]! || 1);
        for (const [at, height] of heights.entries()) expect(height).to.be.closeTo(shown[at]! * scale, 0.02);
      }),
    );
  });

  it('gives the reason in the label of each cell and in the list, in both languages', () => {
    const days = Object.values(EIGHT_DAYS);
    const facts = {days, state: null, newer: null, older: '2026-08-29'};
    const [ru, en] = [historyPage(facts, pageContext('ru')), historyPage(facts, pageContext('en'))];
    expect(textOf(ru.main)).to.include('27 ноября 2026 г.: пропущено, нет активных кампаний');
    expect(textOf(en.main)).to.include('27 November 2026: missed, the service was not running');
    expect(renderToString(en.main)).to.include('aria-label="27 November 2026: done, 5,000 users, 14 s"');
    expect(textOf(en.main)).to.include('Days that deviate: 6');
    const skipped = historyPage({...facts, state: 'skipped'}, pageContext('en'));
    expect(textOf(skipped.main)).not.to.include('missed, the service');
  });
});
