import type {Balance} from '../../domain/balance.ts';
import {evolveCampaign, NEW_CAMPAIGN} from '../../domain/campaign-events.ts';
import type {GroupTotals} from '../../domain/campaign-plan.ts';
import {type CarryOverReport, reportCarryOver} from '../../domain/carry-over.ts';
import {
  type BusinessDate,
  businessDateOf,
  GROUP_LETTERS,
  type GroupLetter,
  groupTheoryId,
  type RunId,
  type TheoryId,
  type WallTime,
} from '../../domain/ids.ts';
import {ALARM_AT, evidenceOf, isUnequal, type Losses} from '../../domain/loss-test.ts';
import type {PlannedRun} from '../../domain/run.ts';
import type {PlannedCampaign} from '../../domain/run-events.ts';
import {balanceIn} from '../../domain/run-report.ts';
import type {TableDifference} from '../../domain/table-differences.ts';
import {type Table, tablesOf} from '../../domain/tables.ts';
import type {Warning} from '../../domain/warnings.ts';
import {lastRegistered, type RegisteredLast, warningsOf} from './campaign-news.ts';
import {campaignStream} from './campaign-stream.ts';
import {lastPlanned} from './last-planned.ts';
import type {QueryDeps} from './query-runs.ts';
import {isPlanned, type PastRun, readRun} from './run-history.ts';
import {openCampaignEvent} from './upcast.ts';

/** People by group. */
export type ByGroup = Readonly<Record<GroupLetter, number>>;

/** A campaign of the latest plan, with all the people whom runs have given it. */
export type ListedCampaign = {
  readonly theory_id: TheoryId;
  readonly theory_name: string;
  readonly start_date: WallTime;
  readonly end_date: WallTime;
  readonly total_users: number;
  readonly groups: ByGroup;
};

/** All that an experiment has so far, as its runs have it; what stands in the tables is of the last run's end check. */
export type CampaignHistory = ListedCampaign & {
  readonly last_run: RunId;
  /** Oldest first: the runs that gave it anybody. */
  readonly days: readonly {readonly run_id: RunId; readonly date: BusinessDate; readonly groups: ByGroup}[];
  /** Dates from its first day to its last one, or to the service's latest run, on which nobody came. */
  readonly days_without: number;
  readonly standing: readonly {readonly table: Table; readonly theory_id: TheoryId; readonly rows: number}[];
  /** Plan against tables, over its life. */
  readonly differences: readonly TableDifference[];
  /** Of this campaign, by its last run and the service's latest one; its losses by all runs, the tables are `differences`. */
  readonly warnings: readonly Warning[];
  /** Rows that are gone, by group, and how much tells of unequal losses; left out where none were told (LOSSES=exact). */
  readonly losses?: {readonly lost: ByGroup; readonly evidence: number; readonly alarm_at: number};
  /** What it is to find out, as it was laid down last, when and by whom; null where nobody did. */
  readonly registered: RegisteredLast | null;
  /** Left out where its last plan did not count by strata. */
  readonly balance?: Balance;
  /** Of all people of its last run: who was in campaigns that have ended. */
  readonly carry_over?: CarryOverReport;
};

/** Those of the latest plan, in its order: one run is read, and the sums of the read model. */
export async function listCampaigns(deps: QueryDeps): Promise<ListedCampaign[]> {
  const planned = (await lastPlanned(deps))?.run.plan.campaigns ?? [];
  const totals = await deps.runs.groupTotals(planned.flatMap(({theoryId}) => groupsOf(theoryId)));
  return planned.map((campaign) => listed(campaign, byGroup(campaign.theoryId, totals)));
}

/** Null when no run has given it anybody. Its own rows of the read model are read, its last run, and its own stream. */
export async function showCampaign(deps: QueryDeps, id: TheoryId): Promise<CampaignHistory | null> {
  const dealt = await deps.runs.dealtByRun(groupsOf(id));
  const last = dealt.at(-1);
  const past = last && (await readRun(deps.events, last.run_id));
  const planned = past && isPlanned(past) ? past.run.plan.campaigns.find(({theoryId}) => theoryId === id) : undefined;
  if (!last || !past || !isPlanned(past) || !planned) return null;
  const days = dealt.map(({run_id, people}) => ({
    run_id,
    date: businessDateOf(run_id),
    groups: byGroup(id, people),
  }));
  const stored = await deps.events.read(campaignStream(id));
  const {differences, losses} = stored.map((event) => openCampaignEvent(event)).reduce(evolveCampaign, NEW_CAMPAIGN);
  const [latest] = await deps.runs.list({limit: 1});
  const until = latest ? latest.report.business_date : businessDateOf(last.run_id);
  return {
    ...listed(planned, sumGroups(days)),
    last_run: last.run_id,
    days,
    days_without: daysWithout(days, planned.endDate, until),
    standing: standingOf(past, id),
    differences,
    warnings: [
      ...(isUnequal(losses) ? [{kind: 'losses_differ', theoryId: id, lost: losses.lost} as const] : []),
      ...warningsOf(id, [...past.run.warnings, ...(latest?.report.warnings ?? [])]),
    ],
    ...lossesOf(losses),
    registered: lastRegistered(stored),
    ...balanceIn(past.run.plan, id),
    ...(past.run.plan.carryOver && {carry_over: reportCarryOver(past.run.plan.carryOver)}),
  };
}

function listed({theoryId, name, startDate, endDate}: PlannedCampaign, groups: ByGroup): ListedCampaign {
  const total_users = GROUP_LETTERS.reduce((sum, letter) => sum + groups[letter], 0);
  return {theory_id: theoryId, theory_name: name, start_date: startDate, end_date: endDate, total_users, groups};
}

function groupsOf(campaign: TheoryId): TheoryId[] {
  return GROUP_LETTERS.map((letter) => groupTheoryId(campaign, letter));
}

function byGroup(campaign: TheoryId, people: GroupTotals): ByGroup {
  return lettered((letter) => people.get(groupTheoryId(campaign, letter)) ?? 0);
}

function sumGroups(days: CampaignHistory['days']): ByGroup {
  return lettered((letter) => days.reduce((sum, {groups}) => sum + groups[letter], 0));
}

function lettered(of: (letter: GroupLetter) => number): ByGroup {
  const [A, B, C, D, E] = GROUP_LETTERS;
  return {[A]: of(A), [B]: of(B), [C]: of(C), [D]: of(D), [E]: of(E)};
}

function lossesOf(losses: Losses): Pick<CampaignHistory, 'losses'> {
  if (losses.lost.every((n) => n === 0)) return {};
  const lost = lettered((letter) => losses.lost[GROUP_LETTERS.indexOf(letter)] ?? 0);
  return {losses: {lost, evidence: evidenceOf(losses), alarm_at: ALARM_AT}};
}

const DAY_MS = 86_400_000;

function daysWithout(days: CampaignHistory['days'], end: WallTime, until: BusinessDate): number {
  const dates = new Set(days.map(({date}) => date));
  const [first = until] = dates;
  const last = [end.slice(0, 10), until].sort()[0] ?? until;
  return Math.max(0, Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1 - dates.size);
}

/** Rows in all, of each group in each of its tables. */
function standingOf({run}: PastRun<PlannedRun>, campaign: TheoryId): CampaignHistory['standing'] {
  return GROUP_LETTERS.flatMap((letter) => {
    const group = groupTheoryId(campaign, letter);
    return tablesOf(letter).flatMap((table) => {
      const counted = run.verified?.find((it) => it.table === table && it.theoryId === group);
      return counted ? [{table, theory_id: group, rows: counted.total}] : [];
    });
  });
}
