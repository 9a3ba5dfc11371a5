import {expect} from 'chai';
import {pendingWrites} from '../../src/domain/run.ts';
import {plan, recordWrites, start} from '../../src/domain/run-decisions.ts';
import type {GroupWrite, RunEvent} from '../../src/domain/run-events.ts';
import {writesOf} from '../../src/domain/writes.ts';
import {given, historyOf} from '../support/given.ts';
import {samplePlan, sampleStart, writtenBy} from '../support/sample-run.ts';

const PLAN = samplePlan(7);
const [control, target] = writesOf(PLAN).map((write) => writtenBy(write));
const groupWritten = (data: GroupWrite): RunEvent => ({type: 'GroupWritten', data});

describe('the writes of a run', () => {
  it('are a transaction for each table and campaign, DSSB before SPSS and campaign by campaign, and none for empty groups', () => {
    const writes = writesOf(samplePlan(8, 2)).map(({campaign, table, groups}) => [
      table,
      campaign.theoryId,
      groups.map(({letter}) => letter).join(''),
    ]);
    expect(writes).to.deep.equal([
      ['SC_local_target', 'SC00000001', 'BCDE'],
      ['SC_local_target', 'SC00000002', 'BCDE'],
      ['SC_theory_users', 'SC00000001', 'BCDE'],
      ['SC_theory_users', 'SC00000002', 'BCDE'],
    ]);
    expect(writesOf(samplePlan(20, 2)).map(({table, campaign}) => [table, campaign.theoryId])).to.deep.equal([
      ['SC_local_control', 'SC00000001'],
      ['SC_local_target', 'SC00000001'],
      ['SC_local_control', 'SC00000002'],
      ['SC_local_target', 'SC00000002'],
      ['SC_theory_users', 'SC00000001'],
      ['SC_theory_users', 'SC00000002'],
    ]);
    const [first] = writesOf(samplePlan(7));
    expect(first!.groups.map(({letter, theoryId, size}) => [letter, theoryId, size])).to.deep.equal([
      ['A', 'SC00000001.1', 1],
    ]);
  });

  it('are pending until each is recorded, group by group', () => {
    const history = historyOf(start(sampleStart), plan(PLAN), recordWrites([...control!, target![1]!]));
    const {run} = given(...history).when(recordWrites([]));
    const pending = run.status === 'new' ? [] : pendingWrites(run);
    expect(pending.map(({table, groups}) => [table, groups.map(({letter}) => letter).join('')])).to.deep.equal([
      ['SC_local_target', 'BDE'],
      ['SC_theory_users', 'BCDE'],
    ]);
  });

  it('are recorded once, and the new among them all the same', () => {
    const history = historyOf(start(sampleStart), plan(PLAN), recordWrites([target![0]!]));
    given(...history)
      .when(recordWrites(target!))
      .gives(...target!.slice(1).map(groupWritten));
  });
});
