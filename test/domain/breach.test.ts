import {expect} from 'chai';
import {plan, recordEndCheck, recordWrites, resume, start} from '../../src/domain/run-decisions.ts';
import {given, historyOf} from '../support/given.ts';
import {allWrites, samplePlan, sampleStart, trueCounts} from '../support/sample-run.ts';

const PLAN = samplePlan(7);
const RIGHT = trueCounts(PLAN, allWrites(PLAN));
const first = RIGHT.findIndex(({rows}) => rows > 0);
const {table, theoryId, rows} = RIGHT[first]!;
const WRONG = RIGHT.with(first, {...RIGHT[first]!, rows: rows + 1});
const NOTED = RIGHT.map((count) => (count.table === 'SC_theory_users' ? {...count, total: count.total + 1} : count));
const history = historyOf(start(sampleStart), plan(PLAN), recordWrites(allWrites(PLAN)));

describe('a run whose tables differ from the plan', () => {
  it('fails, critically, and says where', () => {
    const {run, types} = given(...history).when(recordEndCheck(WRONG));
    expect(types).to.deep.equal(['RunFailed', 'NotificationQueued']);
    expect(run).to.include({status: 'failed', verified: null, stage: 'inserting_users'});
    expect(run).to.have.nested.property('failure.kind', 'breach');
    expect(run).to.have.nested.property('failure.message').that.includes(`${table} ${theoryId}`);
    expect(run).to.have.nested.property('notifications[0].kind', 'critical');
  });

  it('is checked again once it is resumed, and people are told once', () => {
    const broken = given(...history).when(recordEndCheck(WRONG)).history;
    given(...broken)
      .when(recordEndCheck(RIGHT))
      .gives();
    const resumed = given(...broken).when(resume(2)).history;
    expect(given(...resumed).when(recordEndCheck(WRONG)).types).to.deep.equal(['RunFailed']);
    given(...resumed)
      .when(recordEndCheck(RIGHT))
      .gives({type: 'RunVerified', data: {counts: RIGHT, notes: []}});
  });

  it('only from before it, is verified, and keeps the differences as warnings', () => {
    const {run, types} = given(...history).when(recordEndCheck(NOTED));
    expect(types).to.deep.equal(['RunVerified']);
    expect(run).to.have.property('warnings').that.has.length(5);
  });
});
