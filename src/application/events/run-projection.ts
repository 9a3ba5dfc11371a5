import {type BusinessDate, businessDateOf, ordinalOf, parseRunId, type RunId, runId} from '../../domain/ids.ts';
import {foldRun} from '../../domain/run.ts';
import {type RunSummary, summarizeRun} from '../../domain/run-summary.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {RunSummaries} from '../ports/run-summaries.ts';
import {openEvent} from './upcast.ts';

/** The runs as the log has them now, read from their summaries: no finished run is replayed. */
export type RunProjection = Pick<RunSummaries, 'list' | 'open' | 'ofSlot' | 'latestSlot' | 'groupTotals'> & {
  /** Makes all summaries anew. Whoever reads meanwhile may miss some: it is for the holder of the lease. */
  rebuild(): Promise<void>;
};

/** Few enough that their events fit into memory, whatever the history. */
const RUNS_A_SAVE = 50;

/**
 * Each question first takes in what has been appended since, wherever that was left off; with nothing new that is one small
 * question to the log. Any number of processes may do so at once, and die at it: whoever comes next goes on.
 */
export function runProjection(events: EventStore, summaries: RunSummaries): RunProjection {
  let known: number | null = null;
  let openRuns: {readonly at: number | null; readonly runs: readonly RunSummary[]} | null = null;

  async function catchUp(): Promise<void> {
    if (known !== null && (await events.heads(known)).position === known) return;
    for (;;) {
      const from = await summaries.position();
      const {position, versions} = await events.heads(from);
      const runs = [...versions.keys()].flatMap((stream) => parseRunId(stream) ?? []);
      if (position !== from && !(await takeIn(events, summaries, runs, from, position))) continue;
      known = position;
      return;
    }
  }

  const current =
    <Given extends unknown[], Answer>(ask: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      await catchUp();
      return ask(...given);
    };

  return {
    list: current(summaries.list),
    open: current(async () => {
      const at = known;
      if (openRuns?.at !== at) openRuns = {at, runs: await summaries.open()};
      return openRuns.runs;
    }),
    ofSlot: current(summaries.ofSlot),
    latestSlot: current(summaries.latestSlot),
    groupTotals: current(summaries.groupTotals),
    rebuild: async () => {
      await summaries.clear();
      [known, openRuns] = [null, null];
      await catchUp();
    },
  };
}

/** False when another process was faster. */
async function takeIn(
  events: EventStore,
  summaries: RunSummaries,
  runs: readonly RunId[],
  from: number,
  to: number,
): Promise<boolean> {
  for (let done = 0; ; done += RUNS_A_SAVE) {
    const changed: RunSummary[] = [];
    for (const id of runs.slice(done, done + RUNS_A_SAVE)) changed.push(...(await summarize(events, id)));
    const isLast = done + RUNS_A_SAVE >= runs.length;
    if (!(await summaries.save(changed, from, isLast ? to : from))) return false;
    if (isLast) return true;
  }
}

async function summarize(events: EventStore, id: RunId): Promise<RunSummary[]> {
  const stored = await events.read(id);
  const run = foldRun(stored.map((event) => openEvent(event)));
  return run.status === 'new' ? [] : [summarizeRun(id, run, stored)];
}

/** The id that the next new run of a date gets. */
export async function nextRunId(runs: RunProjection, date: BusinessDate): Promise<RunId> {
  const [last] = await runs.list({limit: 1, before: runId(date, Number.MAX_SAFE_INTEGER)});
  const ordinal = last && businessDateOf(last.report.run_id) === date ? ordinalOf(last.report.run_id) : 0;
  return runId(date, ordinal + 1);
}
