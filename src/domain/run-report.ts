import {type Balance, plannedBalance} from './balance.ts';
import {type CarryOverReport, reportCarryOver} from './carry-over.ts';
import {type BusinessDate, type IsoInstant, ordinalOf, type RunId, type TheoryId} from './ids.ts';
import {pendingWrites, type Run, type RunNotification, type RunStatus} from './run.ts';
import type {DistributionPlan, GroupCount, GroupWrite, PlannedGroup, RunFailure, Stage} from './run-events.ts';
import {type Database, databaseOf, type Table, tablesOf} from './tables.ts';
import {NO_USERS, type UserCounts} from './user-intake.ts';
import type {Warning} from './warnings.ts';
import {indexWrites, writeKey} from './writes.ts';

/** What mail, HTTP and command line show of a run; the keys are the contract's. No IIN, no seed. */
export type RunReport = {
  readonly run_id: RunId;
  readonly business_date: BusinessDate;
  /** 1 for the first run of the date. */
  readonly attempt: number;
  /** How earlier runs of the date had ended when this one began, oldest first; at most the latest ten. */
  readonly earlier_attempts: readonly {
    readonly run_id: RunId;
    readonly status: RunStatus;
    readonly reason: string | null;
  }[];
  readonly trigger: RunTrigger;
  /** How long after its slot it started; null for a manual run. */
  readonly lateness_ms: number | null;
  readonly status: RunStatus;
  readonly reason: string | null;
  readonly stage: Stage;
  readonly plan_digest: string | null;
  readonly users: UserCounts;
  /** Today's people who were in campaigns that have ended; left out where nobody looked. */
  readonly carry_over?: CarryOverReport;
  readonly campaigns: readonly CampaignReport[];
  readonly owed: readonly {database: Database; table: Table; theory_id: TheoryId; rows: number}[];
  readonly warnings: readonly Warning[];
  readonly notifications: readonly (Omit<RunNotification, 'pending'> & {
    /** The only addresses still to be told. */
    readonly pending?: readonly string[];
  })[];
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly duration_ms: number;
  readonly error: RunFailure | null;
  /** What the end check counted of each group in each of its tables; null while no check has succeeded. */
  readonly verified: readonly VerifiedCount[] | null;
};

/** What made a run: its slot (null for a manual run), who asked for it and why, and why the safety stop was overridden. */
export type RunTrigger = {
  readonly slot: IsoInstant | null;
  readonly by: string;
  readonly reason: string | null;
  readonly forced: string | null;
};

export type CampaignReport = {
  readonly theory_id: string;
  readonly theory_name: string;
  readonly total_users: number;
  /** Over the campaign's life, today's people counted in; left out by runs whose plan did not count by strata. */
  readonly balance?: Balance;
  readonly groups: Readonly<Record<string, GroupReport>>;
};

export type GroupReport = {
  readonly theory_id: string;
  readonly users_count: number;
  readonly written: Readonly<Record<Database, number>>;
};

/** That something happened to a run, when (ISO instant) and by whom. */
export type Happening = {readonly type: string; readonly at: string; readonly actor: string};

/** Rows of the run, as counted at its end, and rows in all, earlier runs' included. */
export type VerifiedCount = {
  readonly table: Table;
  readonly theory_id: string;
  readonly rows: number;
  readonly total: number;
};

/** The events that end a run, or an attempt at it. */
export const ENDINGS: readonly string[] = ['RunCompleted', 'RunSkipped', 'RunFailed', 'RunAbandoned'];

/** Whether a run was skipped only because there was nobody to distribute. */
export function foundNobody({status, reason}: Pick<RunReport, 'status' | 'reason'>): boolean {
  return status === 'skipped' && (reason === 'no_count_day_5_users' || reason === 'all_users_enrolled');
}

/** The report of a run, from its state and the times of all its events; null for a new one. */
export function reportRun(id: RunId, run: Run, history: readonly Happening[]): RunReport | null {
  if (run.status === 'new') return null;
  const {at: startedAt, actor} = history[0]!;
  const endedAt = run.status === 'running' ? null : (history.findLast((it) => ENDINGS.includes(it.type))?.at ?? null);
  const written = indexWrites(run.plan ? run.written : []);
  const failure = run.status === 'partial' || run.status === 'failed' ? run.failure : null;
  return {
    run_id: id,
    business_date: run.businessDate,
    attempt: ordinalOf(id),
    earlier_attempts: run.earlier.map(({runId, ...it}) => ({run_id: runId, ...it})),
    trigger: {slot: run.slot, by: actor, reason: run.why, forced: run.forced},
    lateness_ms: run.slot && Date.parse(startedAt) - Date.parse(run.slot),
    status: run.status,
    reason: run.status === 'skipped' || run.status === 'abandoned' ? run.reason : null,
    stage: run.stage,
    plan_digest: run.plan?.planDigest ?? null,
    users: run.plan?.users ?? (run.status === 'skipped' ? run.users : NO_USERS),
    ...(run.plan?.carryOver && {carry_over: reportCarryOver(run.plan.carryOver)}),
    campaigns: (run.plan?.campaigns ?? []).map(({theoryId, name, total, groups}) => ({
      theory_id: theoryId,
      theory_name: name,
      total_users: total,
      ...balanceIn(run.plan, theoryId),
      groups: Object.fromEntries(groups.map((group) => [group.letter, reportGroup(written, group)])),
    })),
    owed: pendingWrites(run).flatMap(({table, groups}) =>
      groups.map(({theoryId, size}) => ({database: databaseOf(table), table, theory_id: theoryId, rows: size})),
    ),
    warnings: run.warnings,
    notifications: run.notifications.map(({pending, ...it}) => (pending ? {...it, pending} : it)),
    started_at: startedAt,
    ended_at: endedAt,
    duration_ms: Date.parse(endedAt ?? history.at(-1)!.at) - Date.parse(startedAt),
    error: failure,
    verified: run.plan && run.verified && reportCounts(run.plan, run.verified),
  };
}

/** As a field to spread. */
export function balanceIn(
  plan: Pick<DistributionPlan, 'allocation'> | null,
  campaign: TheoryId,
): Pick<CampaignReport, 'balance'> {
  const balance = plan?.allocation && plannedBalance(plan.allocation, campaign);
  return balance ? {balance} : {};
}

function reportGroup(recorded: ReadonlyMap<string, GroupWrite>, {letter, theoryId, size}: PlannedGroup): GroupReport {
  const written = {dssb_app: 0, spss: 0};
  for (const table of tablesOf(letter)) {
    written[databaseOf(table)] = recorded.get(writeKey({table, theoryId}))?.rows ?? 0;
  }
  return {theory_id: theoryId, users_count: size, written};
}

/** Without the tables that a group is not written to, as long as they hold nothing of it. */
function reportCounts({campaigns}: DistributionPlan, counts: readonly GroupCount[]): VerifiedCount[] {
  const groups = campaigns.flatMap((campaign) => campaign.groups);
  const letters = new Map<string, PlannedGroup['letter']>(groups.map(({theoryId, letter}) => [theoryId, letter]));
  return counts
    .filter(({table, theoryId, total}) => total > 0 || tablesOf(letters.get(theoryId) ?? 'A').includes(table))
    .map(({table, theoryId, rows, total}) => ({table, theory_id: theoryId, rows, total}));
}
