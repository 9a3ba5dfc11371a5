import type {Notice, RunNotice} from '../../../application/ports/notifier.ts';
import {type IsoInstant, runId, type TheoryId} from '../../../domain/ids.ts';
import type {NotificationKind, RunEvent} from '../../../domain/run-events.ts';
import {NO_USERS} from '../../../domain/user-intake.ts';
import type {Warning} from '../../../domain/warnings.ts';
import {
  completed,
  failed,
  planned,
  report,
  resumed,
  SAMPLE_DATE,
  SAMPLE_RUN,
  started,
  verified,
  written,
} from './sample-events.ts';

const NEXT_RUN = '2024-01-16T03:00:00.000Z' as IsoInstant;
const slot = (day: string) => `2024-01-${day}T03:00:00.000Z` as IsoInstant;

export function runNotice(kind: NotificationKind, events: readonly RunEvent[]): RunNotice {
  return {id: `${SAMPLE_RUN}.1-${kind}`, kind, report: report(events), nextRun: NEXT_RUN};
}

function thirdAttempt(notice: RunNotice): RunNotice {
  const earlier_attempts = [
    {run_id: SAMPLE_RUN, status: 'skipped', reason: 'no_count_day_5_users'},
    {run_id: runId(SAMPLE_DATE, 2), status: 'failed', reason: 'safety_stop'},
  ] as const;
  return {...notice, report: {...notice.report, run_id: runId(SAMPLE_DATE, 3), attempt: 3, earlier_attempts}};
}

export function success(names?: readonly string[], warnings?: readonly Warning[]): RunNotice {
  const plan = planned(names, warnings);
  return runNotice('success', [started, plan, ...written(plan, ['dssb_app', 'spss']), verified(plan), completed]);
}

export function skipped(data: Partial<Extract<RunEvent, {type: 'RunSkipped'}>['data']> = {}): RunNotice {
  const event: RunEvent = {
    type: 'RunSkipped',
    data: {reason: 'no_active_campaigns', users: NO_USERS, warnings: [], ...data},
  };
  return runNotice('skipped', [started, event]);
}

const plan = planned();
const dssbWritten = [started, plan, ...written(plan, ['dssb_app'])];
const allWritten = [started, plan, ...written(plan, ['dssb_app', 'spss'])];
const error = (failure: Parameters<typeof failed>[0], before: readonly RunEvent[] = [started]) =>
  runNotice('error', [...before, failed(failure)]);
const going = report([started, plan, ...written(plan, ['dssb_app']).slice(0, 5)]);

/** Every kind of mail, in every situation that words it differently. Names are fit for files. */
export const SAMPLE_NOTICES: Readonly<Record<string, Notice>> = {
  success: success(),
  'success-with-warnings': success(undefined, [
    {kind: 'bad_theory_id', theoryId: 'X1'},
    {kind: 'malformed_ids', rows: 3, short: 1},
  ]),
  'success-third-attempt': thirdAttempt(success()),
  'success-100-campaigns': success(Array.from({length: 100}, (_, i) => `Мягкое взыскание, сегмент № ${i + 1}`)),
  'skipped-no-campaigns': skipped(),
  'skipped-no-users': skipped({reason: 'no_count_day_5_users'}),
  'skipped-blank-users': skipped({reason: 'no_count_day_5_users', users: {...NO_USERS, found: 7, blank: 7}}),
  'skipped-all-enrolled': skipped({reason: 'all_users_enrolled', users: {...NO_USERS, found: 1207, enrolled: 1207}}),
  'error-initialization': error({
    stage: 'initialization',
    database: null,
    message: 'state.db: disk I/O error',
    advice: null,
  }),
  'error-getting_active_campaigns': error({stage: 'getting_active_campaigns', database: 'dssb_app'}),
  'error-getting_spss_users': error({stage: 'getting_spss_users'}),
  'error-distributing_users': error({stage: 'distributing_users', database: 'dssb_app'}),
  'error-safety-stop': error({
    stage: 'distributing_users',
    kind: 'safety_stop',
    database: null,
    message: '250000 users are more than MAX_USERS=200000',
    advice: 'check the source table; to go on all the same: run --force --reason "…"',
  }),
  'error-expired': error({
    stage: 'initialization',
    kind: 'expired',
    database: null,
    message: 'the run of 2024-01-15 was interrupted before its plan; nothing of it was written',
    advice: 'nobody was distributed on 2024-01-15: COUNT_DAY=6-30 takes in people of earlier days',
  }),
  'error-inserting_users': error({database: 'dssb_app'}, [started, plan]),
  'error-end-check': error({database: 'dssb_app', advice: null}, allWritten),
  'error-mended-since': runNotice('error', [
    ...allWritten.toSpliced(2, 0, failed(), resumed),
    verified(plan),
    completed,
  ]),
  'critical-breach': runNotice('critical', [
    ...allWritten,
    failed({
      kind: 'breach',
      database: null,
      message:
        'the tables differ from the plan: SC_theory_users SC00000001.2: planned 333, found 332 rows of 332 people',
      advice: 'compare the tables with `softcollection verify`',
    }),
  ]),
  'critical-before-the-plan': runNotice('critical', [
    started,
    failed({kind: 'unexpected', stage: 'initialization', database: null, message: 'x is not a function', advice: null}),
  ]),
  partial: runNotice('partial', [...dssbWritten, failed()]),
  'partial-mended-since': runNotice('partial', [
    ...allWritten.toSpliced(dssbWritten.length, 0, failed(), resumed),
    verified(plan),
    completed,
  ]),
  'tables-differ': {
    ...success(undefined, [
      {
        kind: 'tables_differ',
        theoryId: 'SC00000001.1' as TheoryId,
        table: 'SC_local_control',
        expected: 3333,
        found: 3331,
      },
      {
        kind: 'tables_differ',
        theoryId: 'SC00000001.3' as TheoryId,
        table: 'SC_theory_users',
        expected: 3333,
        found: 3340,
      },
    ]),
    kind: 'tables_differ',
  },
  'losses-differ': {
    ...success(undefined, [{kind: 'losses_differ', theoryId: 'SC00000001' as TheoryId, lost: [3, 2, 19, 4, 2]}]),
    kind: 'tables_differ',
  },
  abandoned: runNotice('abandoned', [
    ...dssbWritten,
    failed(),
    {type: 'RunAbandoned', data: {reason: 'SPSS is rebuilt today'}},
  ]),
  missed: {
    id: 'missed-2024-01-15',
    kind: 'missed',
    slots: [{slot: slot('15'), reason: 'not_running'}],
    nextRun: NEXT_RUN,
  },
  'missed-several-days': {
    id: 'missed-2024-01-12-2024-01-15',
    kind: 'missed',
    slots: [
      {slot: slot('12'), reason: 'unreachable'},
      {slot: slot('13'), reason: 'not_running'},
      {slot: slot('14'), reason: 'switched_off'},
      {slot: slot('15'), reason: 'run_owed'},
    ],
    nextRun: NEXT_RUN,
  },
  'late-not-begun': {id: 'late-2024-01-15', kind: 'late', slot: slot('15'), report: null, nextRun: NEXT_RUN},
  'late-going-on': {id: 'late-2024-01-15', kind: 'late', slot: slot('15'), report: going, nextRun: NEXT_RUN},
  outage: {
    id: 'outage-2024-01-15',
    kind: 'outage',
    at: '2024-01-15T06:00:00.000Z' as IsoInstant,
    message: 'state.db was moved, deleted or replaced while it was in use',
    advice: 'put the file back, then start again',
    nextRun: NEXT_RUN,
  },
};
