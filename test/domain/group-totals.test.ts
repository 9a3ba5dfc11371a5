import {expect} from 'chai';
import fc from 'fast-check';
import {type GroupTotals, planCampaigns} from '../../src/domain/campaign-plan.ts';
import {groupTotalsOf, sumTotals} from '../../src/domain/group-totals.ts';
import {type BegunRun, foldRun} from '../../src/domain/run.ts';
import {abandon, type Decision, fail, plan, recordWrites, start} from '../../src/domain/run-decisions.ts';
import {writesOf} from '../../src/domain/writes.ts';
import {historyOf} from '../support/given.ts';
import {sampleCampaigns} from '../support/sample-campaigns.ts';
import {samplePlan, sampleStart, writtenBy} from '../support/sample-run.ts';

const totalsOf = (...decisions: readonly Decision[]) =>
  Object.fromEntries(groupTotalsOf(foldRun(historyOf(...decisions)) as BegunRun));

describe('what a run gave its groups', () => {
  const planned = samplePlan(7);
  const control = recordWrites(writtenBy(writesOf(planned)[0]!));

  it('is its plan, whatever of it is written yet', () => {
    const all = {'SC00000001.1': 1, 'SC00000001.2': 1, 'SC00000001.3': 1, 'SC00000001.4': 2, 'SC00000001.5': 2};
    expect(totalsOf(start(sampleStart))).to.deep.equal({});
    expect(totalsOf(start(sampleStart), plan(planned))).to.deep.equal(all);
    expect(totalsOf(start(sampleStart), plan(planned), control)).to.deep.equal(all);
  });

  it('is only what was written to DSSB once it was abandoned', () => {
    const failed = fail({stage: 'inserting_users', kind: 'unreachable', database: null, message: '', advice: null});
    expect(totalsOf(start(sampleStart), plan(planned), control, failed, abandon('x'))).to.deep.equal({
      'SC00000001.1': 1,
    });
  });
});

describe('a year of small days', () => {
  const campaigns = sampleCampaigns(10);

  /** The groups' totals after these days, per campaign; hears each day's sizes. */
  function live(days: readonly number[], see: (campaign: number, sizes: readonly number[]) => void = () => {}) {
    let totals: GroupTotals = new Map();
    for (const people of days) {
      const shares = planCampaigns(campaigns, people, totals);
      for (const [c, {groups}] of shares.entries())
        see(
          c,
          groups.map(({size}) => size),
        );
      const today = shares.flatMap(({groups}) => groups.map(({theoryId, size}) => [theoryId, size] as const));
      totals = sumTotals([totals, new Map(today)]);
    }
    return planCampaigns(campaigns, 0, totals).map(({groups}) => groups.map(({carried}) => carried));
  }

  it('leaves the groups of each campaign within one of each other', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 20, max: 60}), {maxLength: 365}), (days) => {
        for (const groups of live(days)) expect(Math.max(...groups) - Math.min(...groups)).to.be.at.most(1);
      }),
      {numRuns: 20},
    );
  });

  it('has a control person on two days of three, and as many controls as people in E', () => {
    const without = campaigns.map(() => 0);
    // 20 to 60 people, each number about nine times.
    const days = Array.from({length: 365}, (_, day) => 20 + ((day * 17) % 41));
    const sums = live(days, (campaign, [control]) => {
      if (control === 0) without[campaign]!++;
    });
    for (const count of without) expect(count).to.be.at.most(365 / 3);
    const inAll = (letter: number) => sums.reduce((sum, groups) => sum + groups[letter]!, 0);
    expect(inAll(4) / inAll(0)).to.be.within(0.995, 1.005);
  });
});
