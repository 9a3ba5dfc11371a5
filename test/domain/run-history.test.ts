import {expect} from 'chai';
import {recordSendFailure, recordSent} from '../../src/domain/notifications.ts';
import {complete, plan, recordEndCheck, recordWrites, skip, start} from '../../src/domain/run-decisions.ts';
import type {GroupWrite, RunEvent} from '../../src/domain/run-events.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';
import type {Warning} from '../../src/domain/warnings.ts';
import {writesOf} from '../../src/domain/writes.ts';
import {given, historyOf} from '../support/given.ts';
import {allWrites, samplePlan, sampleStart, trueCounts, writtenBy} from '../support/sample-run.ts';

const A_WARNING: Warning = {kind: 'text', text: 'a warning'};
const PLAN = samplePlan(7);
const [control, target, mirror] = writesOf(PLAN).map((write) => writtenBy(write));
const counts = trueCounts(PLAN, allWrites(PLAN));
const groupWritten = (data: GroupWrite): RunEvent => ({type: 'GroupWritten', data});

describe('a new run', () => {
  it('is started, planned, written, checked, completed and told', () => {
    const steps = [
      {when: start(sampleStart), gives: [{type: 'RunStarted', data: sampleStart}]},
      {when: plan(PLAN), gives: [{type: 'DistributionPlanned', data: PLAN}]},
      {when: recordWrites(control!), gives: control!.map(groupWritten)},
      {when: recordWrites(target!), gives: target!.map(groupWritten)},
      {when: recordWrites(mirror!), gives: mirror!.map(groupWritten)},
      {when: recordEndCheck(counts), gives: [{type: 'RunVerified', data: {counts, notes: []}}]},
      {
        when: complete,
        gives: [
          {type: 'RunCompleted', data: {distributed: 7}},
          {type: 'NotificationQueued', data: {notificationId: '1-success', kind: 'success'}},
        ],
      },
      {
        when: recordSendFailure('1-success', 'no answer'),
        gives: [{type: 'NotificationFailed', data: {notificationId: '1-success', error: 'no answer'}}],
      },
      {when: recordSent('1-success'), gives: [{type: 'NotificationSent', data: {notificationId: '1-success'}}]},
    ] as const;
    const history: RunEvent[] = [];
    for (const {when, gives} of steps) {
      given(...history)
        .when(when)
        .gives(...(gives as readonly RunEvent[]));
      history.push(...(gives as readonly RunEvent[]));
    }
    const {run} = given(...history).when(complete);
    expect(run).to.include({status: 'completed', stage: 'completed', failure: null});
    expect(run).to.have.property('verified').that.is.an('array');
    expect(run).to.have.deep.property('notifications', [
      {id: '1-success', kind: 'success', status: 'sent', failures: 1, pending: null},
    ]);
  });

  it('may be skipped instead, and says why', () => {
    const users = {...NO_USERS, found: 3, blank: 3};
    const answer = given(...historyOf(start(sampleStart))).when(skip('no_count_day_5_users', users, [A_WARNING]));
    answer.gives(
      {type: 'RunSkipped', data: {reason: 'no_count_day_5_users', users, warnings: [A_WARNING]}},
      {type: 'NotificationQueued', data: {notificationId: '1-skipped', kind: 'skipped'}},
    );
    expect(answer.run).to.include({status: 'skipped', stage: 'completed', reason: 'no_count_day_5_users'});
    expect(answer.run).to.deep.include({users, warnings: [A_WARNING]});
  });
});

describe('decisions out of turn', () => {
  const started = historyOf(start(sampleStart));
  const planned = [...started, ...historyOf(start(sampleStart), plan(PLAN)).slice(1)];
  const unchecked = historyOf(start(sampleStart), plan(PLAN), recordWrites(allWrites(PLAN)));

  it('give nothing before the start', () => {
    const tooEarly = [
      skip('no_active_campaigns', NO_USERS, []),
      plan(PLAN),
      recordWrites(control!),
      recordEndCheck(counts),
    ];
    for (const decision of [...tooEarly, complete, recordSent('1-success')]) given().when(decision).gives();
  });

  it('give nothing for a second start or plan, nor for a skip after the plan', () => {
    given(...started)
      .when(start({...sampleStart, epoch: 2}))
      .gives();
    given(...planned)
      .when(plan(samplePlan(9)))
      .gives();
    given(...planned)
      .when(skip('all_users_enrolled', NO_USERS, []))
      .gives();
  });

  it('check nothing before all is written, and complete nothing before it is checked', () => {
    given(...started)
      .when(recordEndCheck(counts))
      .gives();
    given(...planned)
      .when(recordEndCheck(counts))
      .gives();
    given(...historyOf(start(sampleStart), plan(PLAN), recordWrites([...control!, ...target!])))
      .when(recordEndCheck(counts))
      .gives();
    given(...unchecked)
      .when(complete)
      .gives();
  });

  it('take no notice of a mail that was never queued', () => {
    given(...unchecked)
      .when(recordSent('1-success'))
      .gives();
    given(...unchecked)
      .when(recordSendFailure('1-success', 'no answer'))
      .gives();
  });
});
