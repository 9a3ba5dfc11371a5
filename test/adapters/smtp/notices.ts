import type {Notice} from '../../../src/application/ports/notifier.ts';
import {planCampaigns} from '../../../src/domain/campaign-plan.ts';
import type {Campaign} from '../../../src/domain/campaigns.ts';
import type {BusinessDate, TheoryId, WallTime} from '../../../src/domain/ids.ts';
import {runId} from '../../../src/domain/ids.ts';
import {foldRun} from '../../../src/domain/run.ts';
import type {DistributionPlan, NotificationKind, RunEvent, RunFailure} from '../../../src/domain/run-events.ts';
import {type RunReport, reportRun} from '../../../src/domain/run-report.ts';
import {type Database, databaseOf} from '../../../src/domain/tables.ts';
import {NO_USERS} from '../../../src/domain/user-intake.ts';
import {writesOf} from '../../../src/domain/writes.ts';

const DATE = '2024-01-15' as BusinessDate;
export const RUN = runId(DATE, 1);

export const PLAIN_NAMES = ['Мягкое взыскание, звонок', 'Мягкое взыскание, СМС', 'Мягкое взыскание, письмо'];

/** 5,101 rows of the source, 5,000 people over the named campaigns. */
export const USERS = {found: 5101, blank: 1, repeated: 40, enrolled: 60, distributed: 5000};

export const UNREACHABLE: RunFailure = {
  stage: 'inserting_users',
  kind: 'unreachable',
  database: 'spss',
  message: 'SPSS: ORA-12541: no listener',
  advice: 'check ORACLE_HOST and the listener',
};

export const started: RunEvent = {
  type: 'RunStarted',
  data: {businessDate: DATE, slot: null, countDay: '5', epoch: 1, previousRunHash: null, forced: null},
};

export function planned(names: readonly string[] = PLAIN_NAMES, warnings: readonly string[] = []): RunEvent {
  const campaigns = names.map(
    (name, i): Campaign => ({
      theoryId: `SC0000000${i + 1}` as TheoryId,
      name,
      startDate: '2024-01-01 00:00:00' as WallTime,
      endDate: '2024-02-01 00:00:00' as WallTime,
      theoryIds: [],
    }),
  );
  return {
    type: 'DistributionPlanned',
    data: {
      rosterId: `${RUN}/1`,
      seed: 'secret-seed',
      digestKey: 'aabbccdd',
      planDigest: '3f786850e387550fdab836ed7e6dc881de23001b5f1d2c3b4a59687786a5b4c3',
      users: USERS,
      campaigns: planCampaigns(campaigns, USERS.distributed).map(({campaign, total, groups}) => ({
        ...campaign,
        total,
        groups: groups.map(({letter, theoryId, size}) => ({letter, theoryId, size, digest: 'd'})),
      })),
      since: {dssb_app: '2024-01-15 09:00:00' as WallTime, spss: '2024-01-15 09:00:00' as WallTime},
      baseline: [],
      warnings,
    },
  };
}

/** The writes that a database was spared or took. */
export function written(plan: RunEvent, databases: readonly Database[]): RunEvent[] {
  return writesOf(plan.data as DistributionPlan)
    .filter(({table}) => databases.includes(databaseOf(table)))
    .flatMap(({table, groups}) =>
      groups.map(
        ({theoryId, size}): RunEvent => ({
          type: 'GroupWritten',
          data: {theoryId, table, rows: size, inserted: size, preexisting: 0},
        }),
      ),
    );
}

const verified: RunEvent = {type: 'RunVerified', data: {counts: [], notes: []}};
const completed: RunEvent = {type: 'RunCompleted', data: {distributed: USERS.distributed}};

export const failed = (failure: Partial<RunFailure> = {}): RunEvent => ({
  type: 'RunFailed',
  data: {...UNREACHABLE, ...failure},
});

/** What the domain reports of these events, a second and a bit apart. */
export function report(events: readonly RunEvent[]): RunReport {
  const start = Date.parse('2024-01-15T03:00:00Z');
  return reportRun(
    RUN,
    foldRun(events),
    events.map(({type}, i) => ({type, at: new Date(start + i * 1234).toISOString()})),
  )!;
}

export const notice = (kind: NotificationKind, events: readonly RunEvent[]): Notice => ({
  id: `${RUN}.1-${kind}`,
  kind,
  report: report(events),
});

export function success(names?: readonly string[], warnings?: readonly string[]): Notice {
  const plan = planned(names, warnings);
  return notice('success', [started, plan, ...written(plan, ['dssb_app', 'spss']), verified, completed]);
}

export function skipped(data: Partial<Extract<RunEvent, {type: 'RunSkipped'}>['data']> = {}): Notice {
  const event: RunEvent = {
    type: 'RunSkipped',
    data: {reason: 'no_active_campaigns', users: NO_USERS, warnings: [], ...data},
  };
  return notice('skipped', [started, event]);
}

const plan = planned();
const dssbWritten = [started, plan, ...written(plan, ['dssb_app'])];
const allWritten = [started, plan, ...written(plan, ['dssb_app', 'spss'])];
const breach = {
  kind: 'breach',
  database: null,
  message: 'the tables differ from the plan: SC_theory_users SC00000001.2: planned 333, found 332 rows of 332 people',
  advice: 'compare the tables with `softcollection verify`',
} as const;

/** Every kind of letter, in every situation that words it differently. */
export const NOTICES: Readonly<Record<string, Notice>> = {
  success: success(),
  'success with warnings': success(undefined, ['THEORY_ID "X1" is not of the form SC00000001: skipped']),
  'skipped, no campaigns': skipped(),
  'skipped, no users': skipped({reason: 'no_count_day_5_users'}),
  'skipped, blank users': skipped({reason: 'no_count_day_5_users', users: {...NO_USERS, found: 7, blank: 7}}),
  'skipped, all enrolled': skipped({reason: 'all_users_enrolled', users: {...NO_USERS, found: 1207, enrolled: 1207}}),
  'error before the plan': notice('error', [started, failed({stage: 'getting_spss_users'})]),
  'error, safety stop': notice('error', [
    started,
    failed({
      stage: 'distributing_users',
      kind: 'safety_stop',
      database: null,
      message: '250000 users are more than MAX_USERS=200000',
      advice: 'check the source table; to go on all the same: run --force --reason "…"',
    }),
  ]),
  'error after the plan': notice('error', [started, plan, failed({database: 'dssb_app'})]),
  'error at the end check': notice('error', [...allWritten, failed({database: 'dssb_app', advice: null})]),
  'error, mended since': notice('error', [...allWritten.toSpliced(2, 0, failed(), resumed()), verified, completed]),
  'critical, breach': notice('critical', [...allWritten, failed(breach)]),
  'critical before the plan': notice('critical', [
    started,
    failed({kind: 'unexpected', stage: 'initialization', database: null, message: 'x is not a function', advice: null}),
  ]),
  partial: notice('partial', [...dssbWritten, failed()]),
  'partial, mended since': notice('partial', [
    ...allWritten.toSpliced(dssbWritten.length, 0, failed(), resumed()),
    verified,
    completed,
  ]),
  abandoned: notice('abandoned', [
    ...dssbWritten,
    failed(),
    {type: 'RunAbandoned', data: {reason: 'SPSS is rebuilt today'}},
  ]),
};

function resumed(): RunEvent {
  return {type: 'RunResumed', data: {epoch: 2}};
}
