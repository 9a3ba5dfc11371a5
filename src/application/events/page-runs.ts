import {parseRunId} from '../../domain/ids.ts';
import type {RunReport} from '../../domain/run-report.ts';
import type {RunBrief} from '../../domain/run-summary.ts';
import {findRun, type QueryDeps} from './query-runs.ts';

/** `before`: the runs that come before this one, which need not exist. `detail`: with their campaigns and counts. */
export type PageRequest = {readonly limit: number; readonly before: string | null; readonly detail: boolean};
/** A run of a list; with `campaigns` and `verified` if they were asked for. */
export type ListedRun = RunBrief & Partial<Pick<RunReport, 'campaigns' | 'verified'>>;
/** Newest first; `next` is the `before` of the next page, null on the last one. */
export type RunPage = {readonly runs: readonly ListedRun[]; readonly next: string | null};

export async function pageRuns(deps: QueryDeps, {limit, before, detail}: PageRequest): Promise<RunPage> {
  const found = await deps.runs.list({limit: limit + 1, before: before === null ? null : parseRunId(before)});
  const briefs = found.slice(0, limit).map(({report}) => report);
  const runs: ListedRun[] = [];
  for (const brief of briefs) runs.push((detail && (await findRun(deps.events, brief.run_id))) || brief);
  return {runs, next: found.length > limit ? briefs.at(-1)!.run_id : null};
}
