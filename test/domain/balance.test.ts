import {expect} from 'chai';
import {balanceOf, plannedBalance} from '../../src/domain/balance.ts';

describe('the balance of groups', () => {
  it('names the largest difference of shares, in standard deviations, with its stratum and groups', () => {
    const balance = balanceOf(
      ['f', 'm'],
      [
        [50, 50, 50, 40, 50],
        [50, 50, 50, 60, 50],
      ],
    );
    expect(balance).to.include({people: 500, strata: 2, stratum: 'f'});
    expect(balance!.groups).to.deep.equal(['A', 'D']);
    expect(balance!.difference).to.be.closeTo(0.1 / Math.sqrt(0.45 * 0.55), 1e-12);
    expect(balance!.off_ideal).to.be.closeTo(8, 1e-12);
    expect(balance!.by_chance).to.be.closeTo(3 * Math.sqrt(2 / 100), 1e-12);
  });

  it('compares shares, not counts: groups of other sizes may be perfectly alike', () => {
    const balance = balanceOf(
      ['f', 'm'],
      [
        [10, 20, 30, 10, 10],
        [30, 60, 90, 30, 30],
      ],
    );
    expect(balance).to.include({difference: 0, off_ideal: 0});
  });

  it('is 2 at most: all of one group, none of the other', () => {
    expect(
      balanceOf(
        ['f', 'm'],
        [
          [3, 0, 0, 0, 0],
          [0, 3, 0, 0, 0],
        ],
      ),
    ).to.include({difference: 2, by_chance: 2});
  });

  it('leaves out groups without anybody, and says nothing of fewer than two', () => {
    expect(balanceOf(['f'], [[0, 0, 2, 2, 2]])).to.include({difference: 0, strata: 1, people: 6});
    expect(balanceOf(['f'], [[0, 0, 2, 0, 0]])).to.equal(null);
    expect(balanceOf([], [])).to.equal(null);
  });

  it('is told beside what the smallest group leaves to chance, of the strata that have anybody', () => {
    const cells = [
      [25, 100, 0, 100, 100],
      [0, 0, 0, 0, 0],
      [25, 100, 0, 100, 100],
    ];
    const balance = balanceOf(['f', 'm', 'x'], cells)!;
    expect(balance).to.include({strata: 2, difference: 0});
    expect(balance.by_chance).to.be.closeTo(3 * Math.sqrt(2 / 50), 1e-12);
  });

  it("of a plan counts today's people in, of its own campaign", () => {
    const [standing, today] = [[[1, 0, 0, 0, 0]], [[2, 3, 0, 0, 0]]];
    const plan = {strata: ['f'], campaigns: {SC00000001: {standing, today}}} as never;
    expect(plannedBalance(plan, 'SC00000001' as never)).to.deep.equal(balanceOf(['f'], [[3, 3, 0, 0, 0]]));
    expect(plannedBalance(plan, 'SC00000002' as never)).to.equal(null);
  });
});
