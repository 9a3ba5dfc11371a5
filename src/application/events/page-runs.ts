import {compareRunIds, parseRunId} from '../../domain/ids.ts';
import type {RunReport} from '../../domain/run-report.ts';
import type {EventStore} from '../ports/event-store.ts';
import {listRuns} from './query-runs.ts';

/** `before`: the runs that come before this one, which need not exist. */
export type PageRequest = {readonly limit: number; readonly before: string | null};
/** Newest first; `next` is the `before` of the next page, null on the last one. */
export type RunPage = {readonly runs: readonly RunReport[]; readonly next: string | null};

export async function pageRuns(events: EventStore, {limit, before}: PageRequest): Promise<RunPage> {
  const end = before === null ? null : parseRunId(before);
  const older = (await listRuns(events)).filter(({run_id}) => end === null || compareRunIds(run_id, end) < 0);
  const runs = older.slice(0, limit);
  return {runs, next: older.length > limit ? runs.at(-1)!.run_id : null};
}
