import {type BusinessDate, ordinalOf, type RunId, runId} from '../../domain/ids.ts';
import {type Hash, hashEvent} from './event-envelope.ts';
import type {QueryDeps} from './query-runs.ts';
import type {RunProjection} from './run-projection.ts';

/** The id that the next new run of a date gets. */
export async function nextRunId(runs: RunProjection, date: BusinessDate): Promise<RunId> {
  const [last] = await runs.list({limit: 1, date});
  return runId(date, last ? ordinalOf(last.report.run_id) + 1 : 1);
}

/** The hash that the next run is chained to: of the latest run's last event; null for the first run. */
export async function lastRunHash({events, runs}: QueryDeps, hash: Hash): Promise<string | null> {
  const [last] = await runs.list({limit: 1});
  const event = last && (await events.read(last.report.run_id, last.version - 1)).at(-1);
  return event ? hashEvent(event, hash) : null;
}
