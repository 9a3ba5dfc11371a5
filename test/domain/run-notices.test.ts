import {expect} from 'chai';
import {type Decision, fail, plan, recordWrites, resume, start} from '../../src/domain/run-decisions.ts';
import type {RunFailure} from '../../src/domain/run-events.ts';
import {writesOf} from '../../src/domain/writes.ts';
import {given, historyOf} from '../support/given.ts';
import {allWrites, sampleFailure, samplePlan, sampleStart, writtenBy} from '../support/sample-run.ts';

const PLAN = samplePlan(7);
const [control, target] = writesOf(PLAN).map((write) => writtenBy(write));
const begin = [start(sampleStart), plan(PLAN)];
const spssOwed = [...begin, recordWrites(control!), recordWrites(target!)];
const noSpss = sampleFailure({database: 'spss'});

describe('the notice of a failure', () => {
  const kindsAfter = (failure: RunFailure, ...decisions: readonly Decision[]) =>
    given(...historyOf(...decisions))
      .when(fail(failure))
      .history.flatMap((event) => (event.type === 'NotificationQueued' ? [event.data.kind] : []));

  it('is an error, a partial or a critical one', () => {
    expect(kindsAfter(sampleFailure(), start(sampleStart))).to.deep.equal(['error']);
    expect(kindsAfter(noSpss, start(sampleStart))).to.deep.equal(['error']);
    expect(kindsAfter(sampleFailure(), ...begin)).to.deep.equal(['error']);
    expect(kindsAfter(sampleFailure({kind: 'safety_stop', database: null}), start(sampleStart))).to.deep.equal([
      'error',
    ]);
    expect(kindsAfter(noSpss, ...spssOwed)).to.deep.equal(['partial']);
    expect(kindsAfter(sampleFailure({kind: 'breach'}), ...begin)).to.deep.equal(['critical']);
    expect(kindsAfter(sampleFailure({kind: 'unexpected', database: 'spss'}), ...spssOwed)).to.deep.equal(['critical']);
  });

  it('is a partial one exactly when the run is partial, whichever database failed', () => {
    const noDssb = sampleFailure({database: 'dssb_app'});
    const noState = sampleFailure({database: null});
    for (const failure of [noSpss, noDssb, noState]) {
      expect(kindsAfter(failure, ...spssOwed)).to.deep.equal(['partial']);
      expect(kindsAfter(failure, ...begin)).to.deep.equal(['error']);
      expect(kindsAfter(failure, ...begin, recordWrites(allWrites(PLAN)))).to.deep.equal(['error']);
    }
  });

  it('is not queued again for the same failure, which is recorded all the same', () => {
    const again = {...noSpss, message: 'still no answer'};
    const answer = given(...historyOf(...spssOwed, fail(noSpss), resume(2))).when(fail(again));
    answer.gives({type: 'RunFailed', data: again});
    const third = given(...answer.history, ...resume(3)(answer.run)).when(fail(noSpss));
    expect(third.types).to.deep.equal(['RunFailed']);
  });

  it('is queued for another stage, kind or database, and for the first again after another', () => {
    const failedOnce = historyOf(...begin, fail(sampleFailure()), resume(2));
    const others: Partial<RunFailure>[] = [{stage: 'initialization'}, {kind: 'unexpected'}, {database: null}];
    for (const other of others) {
      const second = given(...failedOnce).when(fail(sampleFailure(other)));
      expect(second.types).to.deep.equal(['RunFailed', 'NotificationQueued']);
      const third = given(...second.history, ...resume(3)(second.run)).when(fail(sampleFailure()));
      expect(third.types).to.deep.equal(['RunFailed', 'NotificationQueued']);
    }
  });
});
