import {expect} from 'chai';
import fc from 'fast-check';
import {addLoss, evidenceOf, isUnequal, NO_LOSSES, newLoss} from '../../src/domain/loss-test.ts';
import {alarmedYears, medianUsers, uniform} from '../support/loss-days.ts';

const five = (max: number) => fc.array(fc.integer({min: 0, max}), {minLength: 5, maxLength: 5});

describe('the test of losses', () => {
  it('raises an alarm in at most 2 % of simulated years in which all groups lose equally', function () {
    this.timeout(60_000);
    expect(alarmedYears(300, 0.001, uniform(1)) + alarmedYears(100, 0.01, uniform(1))).to.be.at.most(8);
  });

  it('sees 2 % of one group gone after 3,500 people, and after 6,500 beside equal losses of 1 %', () => {
    expect(medianUsers(300, 0, uniform(2))).to.be.within(2_500, 3_500);
    expect(medianUsers(300, 0.01, uniform(2))).to.be.within(4_000, 6_500);
  });

  it('weighs evidence so that its factor is one on average: equal losses promise nothing', () => {
    const stood = [40, 40, 41, 41, 41];
    const factors = stood.map((_, g) =>
      Math.exp(addLoss(NO_LOSSES, {stood, lost: stood.map((__, h) => +(h === g))}).evidence),
    );
    expect(factors.reduce((sum, factor, g) => sum + (factor * stood[g]!) / 203, 0)).to.be.closeTo(1, 1e-12);
    const before = addLoss(NO_LOSSES, {stood, lost: [0, 0, 6, 1, 0]});
    const after = stood.map((n, g) => n - before.lost[g]!);
    const next = after.map((_, g) => addLoss(before, {stood: after, lost: after.map((__, h) => +(h === g))}));
    const mean = next.reduce((sum, {evidence}, g) => sum + (Math.exp(evidence) * after[g]!) / 196, 0);
    expect(mean).to.be.closeTo(Math.exp(before.evidence), 1e-9);
  });

  it('weighs as another program does: SciPy, by the logarithms of the gamma function', () => {
    const once = addLoss(NO_LOSSES, {stood: [100, 101, 99, 100, 102], lost: [2, 1, 9, 0, 3]});
    const twice = addLoss(once, {stood: [120, 120, 110, 121, 119], lost: [0, 1, 8, 2, 0]});
    expect(once.evidence).to.be.closeTo(2.3132458882554445, 1e-9);
    expect(twice.evidence).to.be.closeTo(6.845583302025567, 1e-9);
    expect(evidenceOf(twice)).to.be.closeTo(Math.exp(6.845583302025567), 1e-5);
    expect(evidenceOf({...twice, most: 1e6})).to.equal(Number.MAX_SAFE_INTEGER);
  });

  it('has a factor of at most one on average where rows go without replacement, all draws counted', () => {
    const stood = [2, 1, 3, 2, 2];
    const rows = stood.flatMap((n, g) => Array.from({length: n}, () => g));
    const draws = rows.flatMap((a, i) =>
      rows.flatMap((b, j) => rows.flatMap((c, k) => (i < j && j < k ? [[a, b, c]] : []))),
    );
    const factors = draws.map((draw) =>
      Math.exp(addLoss(NO_LOSSES, {stood, lost: stood.map((_, g) => draw.filter((it) => it === g).length)}).evidence),
    );
    expect(factors.length).to.equal(120);
    expect(factors.reduce((sum, factor) => sum + factor / 120, 0)).to.be.within(0.8, 1);
  });

  it('stays raised, whatever is lost later', () => {
    const stood = [1_000, 1_000, 1_000, 1_000, 1_000];
    const raised = addLoss(NO_LOSSES, {stood, lost: [0, 0, 13, 0, 0]});
    expect([isUnequal(raised), isUnequal(addLoss(NO_LOSSES, {stood, lost: [0, 0, 9, 0, 0]}))]).to.deep.equal([
      true,
      false,
    ]);
    expect(isUnequal(addLoss(raised, {stood, lost: [60, 60, 50, 60, 60]}))).to.equal(true);
  });

  it('counts what is gone once, however it came to light, and no row that came back', () => {
    fc.assert(
      fc.property(five(50), fc.array(five(50), {maxLength: 6}), (extra, looks) => {
        let losses = NO_LOSSES;
        const most = [0, 0, 0, 0, 0];
        const expected = extra.map((n) => n + 60);
        for (const missing of looks) {
          const found = expected.map((n, g) => n - missing[g]!);
          const loss = newLoss(losses, {expected, found});
          for (const [g, n] of missing.entries()) most[g] = Math.max(most[g]!, n);
          if (loss) {
            expect(loss.stood.every((n, g) => n >= loss.lost[g]!)).to.equal(true);
            losses = addLoss(losses, loss);
          }
          expect(newLoss(losses, {expected, found})).to.equal(null);
        }
        expect(losses.lost).to.deep.equal(most);
        expect(Number.isFinite(losses.evidence)).to.equal(true);
      }),
    );
  });
});
