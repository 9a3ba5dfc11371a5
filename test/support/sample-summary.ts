import type {BusinessDate, IsoInstant, RunId} from '../../src/domain/ids.ts';
import {businessDateOf, parseRunId} from '../../src/domain/ids.ts';
import type {RunBrief, RunSummary} from '../../src/domain/run-summary.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';

type Changes = Partial<Omit<RunSummary, 'report'>> & {readonly report?: Partial<RunBrief>};

/** Of a completed run, all of whose business is done. */
export function sampleSummary(id: string, {report = {}, ...more}: Changes = {}): RunSummary {
  const run_id = parseRunId(id) as RunId;
  const at = '2024-01-15T04:00:00.000Z' as IsoInstant;
  return {
    version: 1,
    slot: null,
    isFinished: true,
    lastFailure: null,
    rosterId: null,
    campaigns: 1,
    idDigits: 12,
    dealt: {},
    rowsWritten: {SC_local_control: 1, SC_local_target: 4, SC_theory_users: 4},
    ...more,
    report: {
      run_id,
      business_date: businessDateOf(run_id) as BusinessDate,
      attempt: 1,
      earlier_attempts: [],
      trigger: {slot: more.slot ?? null, by: 'test', reason: null, forced: null},
      lateness_ms: more.slot ? 0 : null,
      status: 'completed',
      reason: null,
      stage: 'completed',
      plan_digest: 'digest',
      users: {...NO_USERS, found: 5, distributed: 5},
      owed: [],
      warnings: [{kind: 'text', text: 'Қайырлы таң'}],
      notifications: [],
      started_at: at,
      ended_at: at,
      duration_ms: 0,
      error: null,
      ...report,
    },
  };
}
