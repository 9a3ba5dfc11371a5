import type {PlannedRun} from '../../domain/run.ts';
import type {QueryDeps} from './query-runs.ts';
import {isPlanned, type PastRun, readRun} from './run-history.ts';

const PAGE_RUNS = 10;

/** The newest run that has a plan; null before the first. */
export async function lastPlanned({events, runs}: QueryDeps): Promise<PastRun<PlannedRun> | null> {
  for (let page = await runs.list({limit: PAGE_RUNS}); page.length > 0; ) {
    const id = page.find(({report}) => report.plan_digest !== null)?.report.run_id;
    const past = id && (await readRun(events, id));
    if (past && isPlanned(past)) return past;
    page = await runs.list({limit: PAGE_RUNS, before: page.at(-1)?.report.run_id ?? null});
  }
  return null;
}
