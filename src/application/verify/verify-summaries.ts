import {type RunSummary, summarizeRun} from '../../domain/run-summary.ts';
import {counted} from '../english.ts';
import type {QueryDeps} from '../events/query-runs.ts';
import {readHistory} from '../events/run-history.ts';
import {newestFirst} from '../events/run-totals.ts';
import type {Check} from './verify-table.ts';

/** Compares the read model with the log. */
export async function verifySummaries({events, runs}: QueryDeps): Promise<Check> {
  const history = await readHistory(events);
  const kept = new Map<string, RunSummary>();
  for await (const summary of newestFirst(runs)) kept.set(summary.report.run_id, summary);
  const wrong = history.filter(({id, run, events: stored}) => {
    const summary = kept.get(id);
    if (!summary || summary.version < stored.length) return true;
    // One that has grown meanwhile is newer, not wrong.
    return (
      summary.version === stored.length && JSON.stringify(summary) !== JSON.stringify(summarizeRun(id, run, stored))
    );
  });
  const ok = wrong.length === 0;
  const names = wrong.map(({id}) => id).join(', ');
  const detail = ok
    ? `what is kept of ${counted(history.length, 'run')} is what the log says`
    : `not what the log says: ${names}; make them anew: softcollection state rebuild`;
  return {check: 'summaries', ok, detail};
}
