import {expect} from 'chai';
import fc from 'fast-check';
import type {WallTime} from '../../src/domain/ids.ts';
import {studySize} from '../../src/domain/study-size.ts';

const at = (text: string) => text as WallTime;
const now = at('2024-01-15 09:00:05');

/** The last run: what stands then is what is there. */
function detectableOf(group: number, baselineRate: number) {
  const groups = Array.from({length: 5}, () => ({carried: group, size: 0}));
  return studySize(groups, {now, end: now, baselineRate}).detectable!;
}

describe('the size of a study', () => {
  it('counts the runs that are still to come, and what they bring to the smallest group', () => {
    const groups = [10, 11, 11, 11, 11].map((carried) => ({carried, size: 7}));
    const sizeAt = (end: string) => studySize(groups, {now, end: at(end), baselineRate: null});
    expect(sizeAt('2024-01-15 09:00:04')).to.deep.equal({runs: 1, group: 17});
    expect(sizeAt('2024-01-16 00:00:00')).to.deep.equal({runs: 1, group: 17});
    expect(sizeAt('2024-01-17 00:00:00')).to.deep.equal({runs: 2, group: 24});
    expect(sizeAt('2024-01-17 23:59:59')).to.deep.equal({runs: 3, group: 31});
    expect(sizeAt('2023-12-31 00:00:00')).to.deep.equal({runs: 1, group: 17});
  });

  it('says nothing of differences without a rate, or with nobody', () => {
    const nobody = Array.from({length: 5}, () => ({carried: 0, size: 0}));
    expect(studySize(nobody, {now, end: now, baselineRate: 0.2})).to.deep.equal({runs: 1, group: 0});
  });

  it('has the differences of the reference table', () => {
    // Group size, rate, one comparison and one of four, in points of per cent.
    const table = [
      [1_000, 0.2, 5.01, 5.97],
      [6_667, 0.2, 1.94, 2.31],
      [30_000, 0.2, 0.91, 1.09],
      [1_000, 0.5, 6.26, 7.47],
      [10_000, 0.05, 0.86, 1.03],
    ] as const;
    for (const [n, rate, one, each] of table) {
      const found = detectableOf(n, rate);
      expect(
        [found.one, found.each_of_four].map((d) => (100 * d).toFixed(2)),
        `${n} ${rate}`,
      ).to.deep.equal([one, each].map((d) => d.toFixed(2)));
    }
  });

  it('halves with four times the people, and is the same for a rate and its complement', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1_000_000}), fc.integer({min: 1, max: 99}), (n, percent) => {
        const rate = percent / 100;
        const {one, each_of_four} = detectableOf(n, rate);
        expect(detectableOf(4 * n, rate).one).to.be.closeTo(one / 2, 1e-12);
        expect(detectableOf(n, 1 - rate).one).to.be.closeTo(one, 1e-12);
        expect(each_of_four).to.be.greaterThan(one);
      }),
    );
  });

  it('is found by a two-sided test at 0.05 in about four of five simulated studies', () => {
    const [n, rate, studies] = [2_000, 0.3, 1_500];
    const {one} = detectableOf(n, rate);
    const draw = uniform(7);
    const share = (p: number) => {
      let hits = 0;
      for (let i = 0; i < n; i++) if (draw() < p) hits++;
      return hits / n;
    };
    let found = 0;
    for (let study = 0; study < studies; study++) {
      const [a, b] = [share(rate), share(rate + one)];
      const both = (a + b) / 2;
      if (Math.abs(b - a) / Math.sqrt((2 * both * (1 - both)) / n) > 1.959964) found++;
    }
    expect(found / studies).to.be.within(0.76, 0.83);
  });
});

/** Park and Miller's generator. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
