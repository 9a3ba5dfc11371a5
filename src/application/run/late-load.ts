import type {BusinessDate, RunId} from '../../domain/ids.ts';
import type {BegunRun} from '../../domain/run.ts';
import {foundNobody} from '../../domain/run-report.ts';
import {wallTime} from '../../domain/wall-time.ts';
import type {Warning} from '../../domain/warnings.ts';
import {reportPast} from '../events/query-runs.ts';
import {nextRunId, type PastRun} from '../events/run-history.ts';
import {draftDistribution} from './draft-distribution.ts';
import type {RunContext} from './run-request.ts';

/** Whether there are people now, after the latest run of a date found nobody: what a run would do is drafted, not begun. */
export async function hasLateLoad(
  {deps, request}: RunContext,
  history: readonly PastRun[],
  date: BusinessDate,
): Promise<boolean> {
  const last = history.findLast(({run}) => run.businessDate === date);
  if (!last || !foundNobody(reportPast(last))) return false;
  const {countDay, limits} = request;
  const draft = await draftDistribution(deps, {run: nextRunId(history, date), countDay, limits, history}, () => {});
  return draft.type !== 'skip';
}

/** A word on a run that is not the first of its slot, or none. */
export function lateLoadWarning(
  {slot}: BegunRun,
  id: RunId,
  history: readonly PastRun[],
  zone: string,
): Warning<'late_load'>[] {
  const isFurther = slot !== null && history.some((past) => past.run.slot === slot && past.id !== id);
  return isFurther ? [{kind: 'late_load', due: wallTime(Date.parse(slot), zone)}] : [];
}
