import {Failure} from '../failure.ts';
import {holdLease, type LeaseDeps} from '../hold-lease.ts';
import type {RunProjection} from './run-projection.ts';

/** Makes the read model of the runs anew from the log, while no run goes on; answers how many runs there are. */
export async function rebuildRuns(deps: LeaseDeps & {readonly runs: RunProjection}, owner: string): Promise<number> {
  const answer = await holdLease(deps, owner, async () => {
    await deps.runs.rebuild();
    return (await deps.runs.totals()).runs;
  });
  if (answer.type === 'done') return answer.result;
  throw new Failure('fenced', `another run is active: ${answer.owner}`, {advice: 'try again once it has ended'});
}
