import {groupCampaigns} from '../../domain/campaigns.ts';
import {sumTotals} from '../../domain/group-totals.ts';
import {type BusinessDate, GROUP_LETTERS, groupTheoryId, type TheoryId, type WallTime} from '../../domain/ids.ts';
import type {RunSummary} from '../../domain/run-summary.ts';
import type {StateRestored, UnknownRows} from '../../domain/state-events.ts';
import {type Table, tablesOf} from '../../domain/tables.ts';
import {wallTime} from '../../domain/wall-time.ts';
import type {QueryDeps} from '../events/query-runs.ts';
import {readRun} from '../events/run-history.ts';
import type {CampaignSource} from '../ports/campaign-source.ts';
import type {DatabaseTables} from '../ports/group-tables.ts';

export type UnknownDeps = QueryDeps & {readonly campaigns: CampaignSource; readonly tables: DatabaseTables};

/** Runs of a restored state that are looked through; of as many days rows are told one by one. */
const MOST_RUNS = 1_000;
const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

/**
 * The rows that DSSB has beyond what runs of this state can have put there, by day; none when there are no more. Looked at is
 * the time since the latest run that was planned, or the oldest unfinished one, by the database's own clock. DSSB is enough:
 * SPSS never has what DSSB has not.
 */
export async function findUnknownRows(
  deps: UnknownDeps,
  {backupAt}: Pick<StateRestored, 'backupAt'>,
  zone: string,
): Promise<UnknownRows[]> {
  const runs = await latestPlanned(deps);
  const first = runs.at(-1);
  const plan = first && (await readRun(deps.events, first.report.run_id))?.run.plan;
  const since = plan?.since.dssb_app ?? wallTime(Date.parse(backupAt), zone);
  const known = sumTotals(runs.map(({dealt}) => new Map(Object.entries(dealt) as [TheoryId, number][])));
  const theoryIds = await groupsOf(deps, known.keys());
  const found = await rowsSince(deps, theoryIds, since);
  const isBehind = theoryIds.some((id) => (found.get(id) ?? 0) > (known.get(id) ?? 0));
  return isBehind ? byDay(deps, {runs, theoryIds, since, rows: sum(found)}) : [];
}

/** The runs, newest first, of which rows may have come since the first of them was planned. */
async function latestPlanned({runs}: UnknownDeps): Promise<RunSummary[]> {
  const planned = (await runs.list({limit: MOST_RUNS})).filter(({report}) => report.plan_digest !== null);
  const oldest = planned.findLastIndex(({isFinished}) => !isFinished);
  return planned.slice(0, Math.max(1, oldest + 1));
}

async function groupsOf({campaigns}: UnknownDeps, known: Iterable<TheoryId>): Promise<TheoryId[]> {
  const active = groupCampaigns(await campaigns()).campaigns;
  const ids = active.flatMap(({theoryId}) => GROUP_LETTERS.map((letter) => groupTheoryId(theoryId, letter)));
  return [...new Set([...known, ...ids])];
}

async function rowsSince({tables}: UnknownDeps, theoryIds: readonly TheoryId[], since: WallTime) {
  const found: ReadonlyMap<TheoryId, number>[] = [];
  if (theoryIds.length === 0) return sumTotals(found);
  for (const table of DSSB) found.push(await tables.dssb_app.totals(table, theoryIds, since));
  return sumTotals(found);
}

const DSSB: readonly Table[] = [...new Set(GROUP_LETTERS.map((letter) => tablesOf(letter)[0]))];

type Unknown = {
  readonly runs: readonly RunSummary[];
  readonly theoryIds: readonly TheoryId[];
  readonly since: WallTime;
  readonly rows: number;
};

/** By the dates that rows were inserted on, from the first on; what is older than a month is told with it. */
async function byDay(deps: UnknownDeps, {runs, theoryIds, since, rows}: Unknown): Promise<UnknownRows[]> {
  const dates = datesBetween(since, await deps.tables.dssb_app.sysdate());
  const from: number[] = [rows];
  for (const date of dates.slice(1)) {
    from.push(sum(await rowsSince(deps, theoryIds, `${date} 00:00:00` as WallTime)));
  }
  return dates.flatMap((date, i) => {
    const ours = runs.filter(({report}) => report.business_date === date || (i === 0 && report.business_date < date));
    const known = ours.reduce((all, {dealt}) => all + Object.values(dealt).reduce((a, b) => a + b, 0), 0);
    const more = from[i]! - (from[i + 1] ?? 0) - known;
    return more > 0 ? [{date, rows: more}] : [];
  });
}

function datesBetween(since: WallTime, now: WallTime): BusinessDate[] {
  const [first, last] = [since, now].map((time) => Date.parse(`${time.slice(0, 10)}T00:00:00Z`));
  const days = Math.max(1, Math.round((last! - first!) / DAY_MS) + 1);
  const newest = Array.from({length: Math.min(days, MOST_DAYS) - 1}, (_, i) => last! - i * DAY_MS);
  return [...newest, first!].reverse().map((at) => new Date(at).toISOString().slice(0, 10) as BusinessDate);
}

function sum(totals: ReadonlyMap<TheoryId, number>): number {
  return [...totals.values()].reduce((all, rows) => all + rows, 0);
}
