import {type BusinessDate, ordinalOf, type RunId, runId} from '../../domain/ids.ts';
import {type Hash, hashEvent} from './event-envelope.ts';
import {headOf, takeHead} from './log-head.ts';
import type {QueryDeps} from './query-runs.ts';
import type {RunProjection} from './run-projection.ts';

/** The id that the next new run of a date gets. */
export async function nextRunId(runs: RunProjection, date: BusinessDate): Promise<RunId> {
  const [last] = await runs.list({limit: 1, date});
  return runId(date, last ? ordinalOf(last.report.run_id) + 1 : 1);
}

/** What the next run is chained to: the latest run's last event, if there is one, and the log as it stands. */
export async function previousLinks(
  {events, runs}: QueryDeps,
  hash: Hash,
): Promise<{previousRunHash: string | null; logHead: string}> {
  const [last] = await runs.list({limit: 1});
  const stored = last ? await events.read(last.report.run_id) : [];
  const event = stored.at(-1);
  return {
    previousRunHash: event ? hashEvent(event, hash) : null,
    logHead: await takeHead({events, hash}, headOf(stored)),
  };
}
