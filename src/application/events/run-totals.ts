import type {RunSummary} from '../../domain/run-summary.ts';
import {TABLES, type Table} from '../../domain/tables.ts';
import type {UserCounts} from '../../domain/user-intake.ts';
import type {RunSummaries} from '../ports/run-summaries.ts';

export type RunTotals = {
  readonly runs: number;
  /** When the latest completed run ended, in seconds since 1970; null when there is none. */
  readonly lastSuccess: number | null;
  /** Of each run that ended for good, in seconds. */
  readonly durations: readonly number[];
  readonly users: Omit<UserCounts, 'found' | 'enrolled_without_row'>;
  /** Rows that runs put into each table; those that stood there before are not counted. */
  readonly rowsWritten: Readonly<Record<Table, number>>;
};

const PAGE_RUNS = 200;

/** Sums all runs, a page at a time. */
export async function sumRuns(summaries: RunSummaries): Promise<RunTotals> {
  const users = {distributed: 0, enrolled: 0, repeated: 0, malformed: 0, blank: 0};
  const rowsWritten = {SC_local_control: 0, SC_local_target: 0, SC_theory_users: 0};
  const durations: number[] = [];
  let [runs, lastSuccess]: [number, number | null] = [0, null];
  for await (const {isFinished, report, rowsWritten: written} of newestFirst(summaries)) {
    runs++;
    if (isFinished) durations.push(report.duration_ms / 1000);
    if (report.status === 'completed' && report.ended_at) lastSuccess ??= Date.parse(report.ended_at) / 1000;
    for (const outcome of Object.keys(users) as (keyof typeof users)[]) users[outcome] += report.users[outcome];
    for (const table of TABLES) rowsWritten[table] += written[table];
  }
  return {runs, lastSuccess, durations, users, rowsWritten};
}

/** All summaries, page by page. */
export async function* newestFirst({list}: Pick<RunSummaries, 'list'>): AsyncGenerator<RunSummary> {
  for (let page = await list({limit: PAGE_RUNS}); page.length > 0; ) {
    yield* page;
    page = await list({limit: PAGE_RUNS, before: page.at(-1)!.report.run_id});
  }
}
