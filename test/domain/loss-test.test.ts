import {expect} from 'chai';
import fc from 'fast-check';
import {addLoss, isUnequal, NO_LOSSES, newLoss} from '../../src/domain/loss-test.ts';
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
