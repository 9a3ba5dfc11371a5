import type {BusinessDate, RunId} from '../../domain/ids.ts';
import type {BegunRun} from '../../domain/run.ts';
import {foundNobody} from '../../domain/run-report.ts';
import {wallTime} from '../../domain/wall-time.ts';
import type {Warning} from '../../domain/warnings.ts';
import {nextRunId} from '../events/next-run.ts';
import {readScheduler} from '../events/scheduler-stream.ts';
import {draftDistribution} from './draft-distribution.ts';
import type {RunContext} from './run-request.ts';

/** Whether there are people now, after the latest run of a date found nobody: what a run would do is drafted, not begun. */
export async function hasLateLoad({deps, request}: RunContext, date: BusinessDate): Promise<boolean> {
  const [last] = await deps.runs.list({date, limit: 1});
  if (!last || !foundNobody(last.report)) return false;
  const {countDay, limits} = request;
  const draft = await draftDistribution(deps, {run: await nextRunId(deps.runs, date), countDay, limits}, () => {});
  return draft.type !== 'skip';
}

/** A word on a run that is not the first of its slot, or none. */
export async function lateLoadWarning(
  {runs, events}: Pick<RunContext['deps'], 'runs' | 'events'>,
  {slot}: BegunRun,
  id: RunId,
  zone: string,
): Promise<Warning<'late_load'>[]> {
  const {released} = await readScheduler(events);
  const others = slot === null ? [] : (await runs.ofSlot(slot)).filter(({report}) => report.run_id !== id);
  return slot !== null &&
    others.some(({report}) => foundNobody(report) && released.every((it) => it.runId !== report.run_id))
    ? [{kind: 'late_load', due: wallTime(Date.parse(slot), zone)}]
    : [];
}
