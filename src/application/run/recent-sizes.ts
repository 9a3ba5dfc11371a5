import {COMPARED_RUNS} from '../../domain/safety-stop.ts';
import type {RunProjection} from '../events/run-projection.ts';

/** How many people the latest completed runs distributed, newest first: what a load is compared with. */
export async function recentSizes(runs: Pick<RunProjection, 'list'>): Promise<number[]> {
  const completed = await runs.list({limit: COMPARED_RUNS, status: 'completed'});
  return completed.map(({report}) => report.users.distributed);
}
