import {expect} from 'chai';
import {translateWarning} from '../../../src/adapters/mail/letter/warnings.ts';
import {groupCampaigns} from '../../../src/domain/campaigns.ts';
import {checkCounts} from '../../../src/domain/end-check.ts';
import type {WallTime} from '../../../src/domain/ids.ts';
import {foldRun} from '../../../src/domain/run.ts';
import {plan, recordWrites, start} from '../../../src/domain/run-decisions.ts';
import {historyOf} from '../../support/given.ts';
import {allWrites, samplePlan, sampleStart, trueCounts} from '../../support/sample-run.ts';

const day = (text: string) => `${text} 00:00:00` as WallTime;

/** Made by the domain itself, so that a changed wording there is noticed here. */
describe('a warning of the domain is told in Russian', () => {
  const {warnings} = groupCampaigns([
    {theoryId: 'X"1', name: 'x', startDate: day('2024-01-01'), endDate: day('2024-02-01')},
    {theoryId: 'SC00000009', name: 'x', startDate: day('2024-02-01'), endDate: day('2024-01-01')},
  ]);

  it('about an id of another form', () => {
    expect(warnings.map(translateWarning)).to.include(
      'THEORY_ID "X\\"1" не имеет вида SC00000001 или SC00000001.1: строка пропущена.',
    );
  });

  it('about a campaign that ends before it starts', () => {
    expect(warnings.map(translateWarning)).to.include(
      'SC00000009 кончается (2024-01-01 00:00:00) раньше, чем начинается (2024-02-01 00:00:00): строка пропущена.',
    );
  });

  it('about a difference from before the run', () => {
    const PLAN = samplePlan();
    const run = foldRun(historyOf(start(sampleStart), plan(PLAN), recordWrites(allWrites(PLAN))));
    if (run.status === 'new' || !run.plan) expect.fail('no plan');
    const counts = trueCounts(PLAN, allWrites(PLAN)).map((count) =>
      count.table === 'SC_theory_users' ? {...count, total: count.total + 1200} : count,
    );
    const [note] = checkCounts(run, counts).notes;
    expect(translateWarning(note!).replaceAll('\u00a0', ' ')).to.equal(
      'SC00000001.1: до этого запуска строк в DSSB_APP — 0, в SPSS — 1 200. На сегодняшний результат это не влияет.',
    );
  });

  it('and quoted when it is new', () => {
    expect(translateWarning('something else')).to.equal('Сообщение сервиса: something else');
  });
});
