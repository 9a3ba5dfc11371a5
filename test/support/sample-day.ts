import type {Day, DayRun} from '../../src/application/service/list-days.ts';
import type {BusinessDate, IsoInstant, RunId, TheoryId} from '../../src/domain/ids.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';

const SLOT = '2026-11-27T04:00:00.000Z' as IsoInstant;

/** A day with a slot at nine, on, and no run. */
export function sampleDay(change: Partial<Day> = {}): Day {
  return {
    date: '2026-11-27' as BusinessDate,
    slot: SLOT,
    missed: null,
    isOn: true,
    notifications: [],
    runs: [],
    ...change,
  };
}

export function dayRun(change: Partial<DayRun> = {}): DayRun {
  return {
    run_id: 'distribution-2026-11-27' as RunId,
    business_date: '2026-11-27' as BusinessDate,
    attempt: 1,
    earlier_attempts: [],
    trigger: {slot: SLOT, by: 'scheduler', reason: null, forced: null},
    lateness_ms: 0,
    status: 'completed',
    reason: null,
    stage: 'completed',
    plan_digest: 'abc',
    users: {...NO_USERS, found: 5000, distributed: 5000},
    owed: [],
    warnings: [],
    notifications: [],
    started_at: SLOT,
    ended_at: '2026-11-27T04:00:14.000Z',
    duration_ms: 14_000,
    error: null,
    slot: SLOT,
    people: {SC00000001: 3000, SC00000002: 2000},
    ...change,
  };
}

const FAILURE = {
  stage: 'inserting_users',
  kind: 'unreachable',
  database: 'spss',
  message: 'ORA-12541',
  advice: null,
} as const;
const OWED = {database: 'spss', table: 'SC_theory_users', theory_id: 'SC00000001.2' as TheoryId, rows: 4000} as const;

/** The eight states that a day can be in, each as its own day. */
export const EIGHT_DAYS = {
  done: sampleDay({runs: [dayRun()]}),
  running: sampleDay({runs: [dayRun({status: 'running', stage: 'inserting_users', ended_at: null})]}),
  skipped: sampleDay({runs: [dayRun({status: 'skipped', reason: 'no_active_campaigns', plan_digest: null})]}),
  failed: sampleDay({
    runs: [dayRun({status: 'failed', plan_digest: null, error: {...FAILURE, stage: 'getting_spss_users'}})],
  }),
  partial: sampleDay({runs: [dayRun({status: 'partial', error: FAILURE, owed: [OWED]})]}),
  missed: sampleDay({missed: 'not_running'}),
  off: sampleDay({isOn: false}),
  late: sampleDay(),
};
