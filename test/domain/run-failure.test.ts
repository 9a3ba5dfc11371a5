import {expect} from 'chai';
import {foldRun, isFinished, type Run} from '../../src/domain/run.ts';
import {
  abandon,
  complete,
  type Decision,
  fail,
  plan,
  recordEndCheck,
  recordWrites,
  resume,
  skip,
  start,
} from '../../src/domain/run-decisions.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';
import {writesOf} from '../../src/domain/writes.ts';
import {given, historyOf} from '../support/given.ts';
import {owedDatabases} from '../support/owed.ts';
import {allWrites, sampleFailure, samplePlan, sampleStart, trueCounts, writtenBy} from '../support/sample-run.ts';

const PLAN = samplePlan(7);
const [control, target, mirror] = writesOf(PLAN).map((write) => writtenBy(write));
const begin = [start(sampleStart), plan(PLAN)];
const spssOwed = [...begin, recordWrites(control!), recordWrites(target!)];
const noSpss = sampleFailure({database: 'spss'});

const runOf = (...decisions: readonly Decision[]): Run => foldRun(historyOf(...decisions));
const finished = (run: Run) => run.status !== 'new' && isFinished(run);

describe('a failed run', () => {
  it('is at its end before the plan, and is not taken over', () => {
    const history = historyOf(start(sampleStart), fail(sampleFailure({stage: 'getting_spss_users'})));
    const {run, gives} = given(...history).when(resume(2));
    gives();
    expect(run).to.include({status: 'failed', stage: 'getting_spss_users'});
    expect(finished(run)).to.equal(true);
    given(...history)
      .when(abandon('why'))
      .gives();
  });

  it('stays owed after the plan until it is resumed and written', () => {
    const run = runOf(...begin, fail(sampleFailure()));
    expect(run).to.include({status: 'failed', stage: 'inserting_users'});
    expect(finished(run)).to.equal(false);
    const counts = trueCounts(PLAN, allWrites(PLAN));
    const ended = runOf(
      ...begin,
      fail(sampleFailure()),
      resume(2),
      recordWrites(allWrites(PLAN)),
      recordEndCheck(counts),
      complete,
    );
    expect(ended).to.include({status: 'completed', epoch: 2});
  });

  it('is partial when only SPSS owes, in whole or in part', () => {
    for (const more of [[], [recordWrites(mirror!.slice(1))]]) {
      const run = runOf(...spssOwed, ...more, fail(noSpss));
      expect(run.status).to.equal('partial');
      expect(finished(run)).to.equal(false);
      expect(run.status === 'new' ? [] : owedDatabases(run)).to.deep.equal(['spss']);
    }
  });

  it('is not partial as long as DSSB owes too, nor when nothing is owed', () => {
    expect(runOf(...begin, recordWrites([...control!, ...target!.slice(1)]), fail(noSpss)).status).to.equal('failed');
    expect(runOf(...begin, recordWrites(allWrites(PLAN)), fail(sampleFailure({kind: 'breach'}))).status).to.equal(
      'failed',
    );
  });

  it('takes no writes until it is resumed', () => {
    given(...historyOf(...begin, fail(sampleFailure())))
      .when(recordWrites(control!))
      .gives();
  });
});

describe('a takeover', () => {
  it('needs a greater epoch', () => {
    const history = historyOf(...begin, resume(5));
    given(...history)
      .when(resume(4))
      .gives();
    given(...history)
      .when(resume(5))
      .gives();
    given(...history)
      .when(resume(6))
      .gives({type: 'RunResumed', data: {epoch: 6}});
  });

  it('brings a partial run back to running, with what was written', () => {
    const run = runOf(...spssOwed, fail(noSpss), resume(2));
    expect(run).to.include({status: 'running', epoch: 2});
    expect(run).to.have.property('written').with.lengthOf(5);
  });

  it('is not possible once nothing is owed', () => {
    const counts = trueCounts(PLAN, allWrites(PLAN));
    const ends = [
      historyOf(start(sampleStart), skip('no_active_campaigns', NO_USERS, [])),
      historyOf(...begin, abandon('why')),
      historyOf(...begin, recordWrites(allWrites(PLAN)), recordEndCheck(counts), complete),
      [],
    ];
    for (const history of ends)
      given(...history)
        .when(resume(99))
        .gives();
  });
});

describe('an abandoned run', () => {
  it('owes nothing more, whatever it owed', () => {
    const {run, gives} = given(...historyOf(...spssOwed, fail(noSpss))).when(abandon('SPSS is gone'));
    gives(
      {type: 'RunAbandoned', data: {reason: 'SPSS is gone'}},
      {type: 'NotificationQueued', data: {notificationId: '2-abandoned', kind: 'abandoned'}},
    );
    expect(run).to.include({status: 'abandoned', reason: 'SPSS is gone'});
    expect(run.status === 'new' ? ['?'] : owedDatabases(run)).to.deep.equal([]);
  });

  it('had a plan: without one there is nothing to release', () => {
    given().when(abandon('why')).gives();
    given(...historyOf(start(sampleStart)))
      .when(abandon('why'))
      .gives();
  });
});
