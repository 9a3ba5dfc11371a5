import type {Balance} from '../../domain/balance.ts';
import type {Campaign} from '../../domain/campaigns.ts';
import {type CarryOverReport, reportCarryOver} from '../../domain/carry-over.ts';
import type {CountDay} from '../../domain/count-day.ts';
import type {BusinessDate, Iin, RunId, WallTime} from '../../domain/ids.ts';
import type {DistributionPlan, PlannedCampaign, SkipReason} from '../../domain/run-events.ts';
import {balanceIn} from '../../domain/run-report.ts';
import type {SafetyLimits} from '../../domain/safety-stop.ts';
import {type StudySize, studySize} from '../../domain/study-size.ts';
import {type Table, tablesOf} from '../../domain/tables.ts';
import type {UserCounts} from '../../domain/user-intake.ts';
import type {Warning} from '../../domain/warnings.ts';
import {nextRunId} from '../events/next-run.ts';
import type {Observe} from '../events/progress.ts';
import type {StatementTexts} from '../ports/statement-texts.ts';
import {type Draft, type DraftDeps, draftDistribution} from './draft-distribution.ts';
import {type PlannedStatement, plannedStatements} from './planned-statements.ts';

/** What the next run of the date would do, in the words of a run's report. Nothing is written. */
export type Preview = {
  readonly run_id: RunId;
  readonly business_date: BusinessDate;
  readonly status: 'planned' | 'skipped' | 'failed';
  readonly reason: SkipReason | null;
  readonly plan_digest: string | null;
  readonly users: UserCounts;
  /** As a run's report has it. */
  readonly carry_over?: CarryOverReport;
  readonly campaigns: readonly {
    theory_id: string;
    theory_name: string;
    total_users: number;
    /** As it would be over the campaign's life. */
    balance?: Balance;
    /** Of its groups at its end, should each day bring as many people as this one. */
    size: StudySize;
    groups: Record<string, {theory_id: string; users_count: number; target_tables: readonly Table[]}>;
  }[];
  readonly warnings: readonly Warning[];
  readonly error: {readonly kind: 'safety_stop'; readonly message: string} | null;
  /** What the run would send, if it was asked for. */
  readonly statements?: readonly PlannedStatement[];
  /** What there is to distribute and to whom, if a sample was asked for; the sample is for admins, or to be masked. */
  readonly source?: {
    readonly campaigns: readonly {theory_id: string; theory_name: string; start_date: WallTime; end_date: WallTime}[];
    readonly sample: readonly Iin[];
  };
};

export type PreviewRequest = {
  readonly date: BusinessDate;
  readonly countDay: CountDay;
  readonly limits: SafetyLimits | null;
  readonly baselineRate?: number | null;
  readonly sql?: StatementTexts | null;
  /** How many people to name. */
  readonly sample?: number;
};

export async function previewDistribution(
  deps: DraftDeps,
  request: PreviewRequest,
  observe: Observe,
): Promise<Preview> {
  // A run of the date that died before its plan is gone on with, under its own id.
  const begun = (await deps.runs.open()).find(
    ({isFinished, report}) => !isFinished && report.business_date === request.date && report.plan_digest === null,
  );
  const run = begun?.report.run_id ?? (await nextRunId(deps.runs, request.date));
  const draft = await draftDistribution(deps, {...request, run}, observe);
  return {
    run_id: run,
    business_date: request.date,
    status: {plan: 'planned', skip: 'skipped', stop: 'failed'}[draft.type] as Preview['status'],
    reason: draft.type === 'skip' ? draft.reason : null,
    plan_digest: draft.type === 'plan' ? draft.plan.planDigest : null,
    users: draft.users,
    ...(draft.type === 'plan' && draft.plan.carryOver && {carry_over: reportCarryOver(draft.plan.carryOver)}),
    campaigns: draft.type === 'plan' ? describeAll(draft, request.baselineRate ?? null) : [],
    warnings: draft.warnings,
    error: draft.type === 'stop' ? {kind: 'safety_stop', message: draft.why} : null,
    ...(draft.type === 'plan' && request.sql
      ? {statements: plannedStatements(request.sql, request.countDay, draft)}
      : {}),
    ...(request.sample === undefined ? {} : {source: {campaigns: draft.campaigns.map(name), sample: draft.sample}}),
  };
}

function name({theoryId, name: theory_name, startDate: start_date, endDate: end_date}: Campaign) {
  return {theory_id: theoryId, theory_name, start_date, end_date};
}

function describeAll({plan, since}: Extract<Draft, {type: 'plan'}>, baselineRate: number | null): Preview['campaigns'] {
  return plan.campaigns.map((campaign) => {
    const size = studySize(campaign.groups, {now: since.dssb_app, end: campaign.endDate, baselineRate});
    return {...describe(campaign, plan), size};
  });
}

function describe(
  {theoryId, name, total, groups}: PlannedCampaign,
  plan: Pick<DistributionPlan, 'allocation'>,
): Omit<Preview['campaigns'][number], 'size'> {
  return {
    theory_id: theoryId,
    theory_name: name,
    total_users: total,
    ...balanceIn(plan, theoryId),
    groups: Object.fromEntries(
      groups.map((group) => [
        group.letter,
        {theory_id: group.theoryId, users_count: group.size, target_tables: tablesOf(group.letter)},
      ]),
    ),
  };
}
