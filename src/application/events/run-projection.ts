import {parseRunId, type RunId} from '../../domain/ids.ts';
import {type RunSummary, summarizeRun} from '../../domain/run-summary.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {RunSummaries} from '../ports/run-summaries.ts';
import {readRun} from './run-history.ts';
import {type RunTotals, sumRuns} from './run-totals.ts';

/** The runs as the log has them now, read from their summaries: no finished run is replayed. */
export type RunProjection = Pick<
  RunSummaries,
  'list' | 'open' | 'ofSlot' | 'latestSlot' | 'groupTotals' | 'dealtByRun'
> & {
  /** Over all runs. */
  totals(): Promise<RunTotals>;
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
  /** How far the log was in the summaries at the last look. */
  let known: {readonly position: number} | null = null;

  async function catchUp(): Promise<void> {
    if (known && (await events.heads(known.position)).position === known.position) return;
    for (;;) {
      const from = await summaries.position();
      const {position, versions} = await events.heads(from);
      const runs = [...versions.keys()].flatMap((stream) => parseRunId(stream) ?? []);
      if (position !== from && !(await takeIn(events, summaries, runs, from, position))) continue;
      known = {position};
      return;
    }
  }

  const current =
    <Given extends unknown[], Answer>(ask: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      await catchUp();
      return ask(...given);
    };

  /** What is asked again (as JSON) is answered as before until something is new. */
  function kept<Given extends unknown[], Answer>(ask: (...given: Given) => Promise<Answer>): typeof ask {
    let last: {readonly at: typeof known; readonly asked: string; readonly answer: Answer} | null = null;
    return current(async (...given: Given) => {
      const [at, asked] = [known, JSON.stringify(given)];
      const found = last?.at === at && last.asked === asked ? last : {at, asked, answer: await ask(...given)};
      last = found;
      return found.answer;
    });
  }

  return {
    list: current(summaries.list),
    open: kept(summaries.open),
    ofSlot: current(summaries.ofSlot),
    latestSlot: kept(summaries.latestSlot),
    groupTotals: kept(summaries.groupTotals),
    dealtByRun: current(summaries.dealtByRun),
    totals: kept(() => sumRuns(summaries)),
    rebuild: async () => {
      await summaries.clear();
      known = null;
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
    for (const id of runs.slice(done, done + RUNS_A_SAVE)) {
      const past = await readRun(events, id);
      if (past) changed.push(summarizeRun(id, past.run, past.events));
    }
    const isLast = done + RUNS_A_SAVE >= runs.length;
    if (!(await summaries.save(changed, from, isLast ? to : from))) return false;
    if (isLast) return true;
  }
}
