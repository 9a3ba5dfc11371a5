import {expect} from 'chai';
import fc from 'fast-check';
import type {RunId} from '../../src/domain/ids.ts';
import {foldRun, NEW_RUN} from '../../src/domain/run.ts';
import {
  abandon,
  complete,
  fail,
  plan,
  recordEndCheck,
  recordWrites,
  resume,
  skip,
  start,
} from '../../src/domain/run-decisions.ts';
import type {RunEvent} from '../../src/domain/run-events.ts';
import {type RunReport, reportRun} from '../../src/domain/run-report.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';
import type {Warning} from '../../src/domain/warnings.ts';
import {writesOf} from '../../src/domain/writes.ts';
import {runEvents} from '../support/arbitraries.ts';
import {historyOf} from '../support/given.ts';
import {allWrites, sampleFailure, samplePlan, sampleStart, trueCounts, writtenBy} from '../support/sample-run.ts';

const LOOK: Warning = {kind: 'text', text: 'look'};
const ID = 'distribution-2024-01-15' as RunId;
const PLAN = samplePlan(7, 1, {
  users: {found: 9, blank: 1, malformed: 0, repeated: 1, enrolled: 0, enrolled_without_row: 0, distributed: 7},
  warnings: [LOOK],
});
const [control, target] = writesOf(PLAN).map((write) => writtenBy(write));
const all = [start(sampleStart), plan(PLAN), recordWrites(allWrites(PLAN, 1))];
const ended = [...all, recordEndCheck(trueCounts(PLAN, allWrites(PLAN, 1))), complete];
const noSpss = sampleFailure({database: 'spss'});
const partial = [start(sampleStart), plan(PLAN), recordWrites([...control!, ...target!]), fail(noSpss)];

/** Each event a second after the one before, from 09:00:00 on. */
function report(events: readonly RunEvent[]): RunReport {
  const at = (i: number) => new Date(Date.UTC(2024, 0, 15, 4, 0, i)).toISOString();
  return reportRun(
    ID,
    foldRun(events),
    events.map(({type}, i) => ({type, actor: 'test', at: at(i)})),
  )!;
}

describe('the report of a run', () => {
  it('is none for an empty stream', () => {
    expect(reportRun(ID, NEW_RUN, [])).to.equal(null);
  });

  it('of a completed run tells all, with the keys of the contract', () => {
    const {campaigns, ...others} = report(historyOf(...ended));
    const distributed = historyOf(...ended).findIndex(({type}) => type === 'RunCompleted');
    expect(others).to.deep.equal({
      run_id: ID,
      business_date: '2024-01-15',
      attempt: 1,
      earlier_attempts: [],
      trigger: {slot: null, by: 'test', reason: null, forced: null},
      lateness_ms: null,
      status: 'completed',
      reason: null,
      stage: 'completed',
      plan_digest: 'digest of the plan',
      users: {found: 9, blank: 1, malformed: 0, repeated: 1, enrolled: 0, enrolled_without_row: 0, distributed: 7},
      owed: [],
      warnings: [LOOK],
      notifications: [{id: '1-success', kind: 'success', status: 'queued', failures: 0}],
      started_at: '2024-01-15T04:00:00.000Z',
      ended_at: `2024-01-15T04:00:${distributed}.000Z`,
      duration_ms: distributed * 1000,
      error: null,
      verified: [
        {table: 'SC_local_control', theory_id: 'SC00000001.1', rows: 0, total: 1},
        ...['SC_local_target', 'SC_theory_users'].flatMap((table) =>
          [0, 0, 1, 1].map((rows, i) => ({table, theory_id: `SC00000001.${i + 2}`, rows, total: rows + 1})),
        ),
      ],
    });
    expect(campaigns).to.have.length(1);
    expect(campaigns[0]).to.include({theory_id: 'SC00000001', theory_name: 'Campaign 1', total_users: 7});
    expect(campaigns[0]!.groups).to.deep.equal({
      A: {theory_id: 'SC00000001.1', users_count: 1, written: {dssb_app: 1, spss: 0}},
      B: {theory_id: 'SC00000001.2', users_count: 1, written: {dssb_app: 1, spss: 1}},
      C: {theory_id: 'SC00000001.3', users_count: 1, written: {dssb_app: 1, spss: 1}},
      D: {theory_id: 'SC00000001.4', users_count: 2, written: {dssb_app: 2, spss: 2}},
      E: {theory_id: 'SC00000001.5', users_count: 2, written: {dssb_app: 2, spss: 2}},
    });
  });

  it('of a partial run tells what is owed, what is written and why', () => {
    const {owed, campaigns, error, status} = report(historyOf(...partial));
    expect(status).to.equal('partial');
    const mirror = {database: 'spss', table: 'SC_theory_users'};
    expect(owed).to.deep.equal([
      {...mirror, theory_id: 'SC00000001.2', rows: 1},
      {...mirror, theory_id: 'SC00000001.3', rows: 1},
      {...mirror, theory_id: 'SC00000001.4', rows: 2},
      {...mirror, theory_id: 'SC00000001.5', rows: 2},
    ]);
    const written = Object.values(campaigns[0]!.groups).map((group) => group.written);
    expect(written.map(({dssb_app}) => dssb_app)).to.deep.equal([1, 1, 1, 2, 2]);
    expect(written.map(({spss}) => spss)).to.deep.equal([0, 0, 0, 0, 0]);
    expect(error).to.deep.equal(noSpss);
  });

  it('of a run that is going on lasts until now, and tells no error any more', () => {
    const history = historyOf(...partial, resume(2));
    const going = report(history);
    expect(going).to.include({
      status: 'running',
      ended_at: null,
      error: null,
      duration_ms: (history.length - 1) * 1000,
    });
    expect(going.owed).to.have.length(4);
  });

  it('ends with the last ending, whatever mail came after', () => {
    const history = historyOf(...partial, resume(2), fail(noSpss), abandon('SPSS is gone'));
    const abandoned = history.findIndex(({type}) => type === 'RunAbandoned');
    const ending = {status: 'abandoned', reason: 'SPSS is gone', duration_ms: abandoned * 1000, error: null};
    expect(report(history)).to.include(ending);
    expect(report(history).owed).to.deep.equal([]);
  });

  it('of a skipped run tells why and whom it found', () => {
    const users = {...NO_USERS, found: 2, enrolled: 2};
    const skipped = report(historyOf(start(sampleStart), skip('all_users_enrolled', users, [LOOK])));
    expect(skipped).to.include({status: 'skipped', reason: 'all_users_enrolled', plan_digest: null, duration_ms: 1000});
    expect(skipped).to.deep.include({users, warnings: [LOOK], campaigns: [], owed: []});
  });

  it('of a run that failed before its plan counts nobody', () => {
    const failed = report(historyOf(start(sampleStart), fail(sampleFailure({stage: 'getting_spss_users'}))));
    expect(failed).to.include({status: 'failed', stage: 'getting_spss_users', plan_digest: null});
    expect(failed).to.deep.include({users: NO_USERS, campaigns: [], owed: []});
    expect(failed.error).to.deep.equal(sampleFailure({stage: 'getting_spss_users'}));
  });

  it('is plain JSON without the seed, whatever the history', () => {
    fc.assert(
      fc.property(runEvents, (events) => {
        const made = report([{type: 'RunStarted', data: sampleStart}, ...events]);
        const text = JSON.stringify(made);
        expect(JSON.parse(text)).to.deep.equal(made);
        expect(text).not.to.include(PLAN.seed);
      }),
    );
  });
});
