import {parseRunId} from '../../domain/ids.ts';
import {foldRun} from '../../domain/run.ts';
import type {DistributionPlan} from '../../domain/run-events.ts';
import {ENDINGS, type RunReport, reportRun} from '../../domain/run-report.ts';
import type {RunSummary} from '../../domain/run-summary.ts';
import {scrub} from '../../domain/scrub.ts';
import {Failure} from '../failure.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import type {RunProjection} from './run-projection.ts';
import {openEvent} from './upcast.ts';

export type QueryDeps = {readonly events: EventStore; readonly runs: RunProjection};

/** The runs that are not finished, oldest first. */
export async function listOwed({events, runs}: QueryDeps): Promise<RunReport[]> {
  const owed = (await runs.open()).filter(({isFinished}) => !isFinished);
  return reportRuns(events, owed);
}

/** The reports of these runs. */
export async function reportRuns(events: EventStore, summaries: readonly RunSummary[]): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (const {report} of summaries) reports.push((await findRun(events, report.run_id)) ?? noRun(report.run_id));
  return reports;
}

/** One run, which has to be there; without an id the latest, or null when there is none. */
export async function showRun({events, runs}: QueryDeps, id: string | null): Promise<RunReport | null> {
  if (id !== null) return (await findRun(events, id)) ?? noRun(id);
  const [last = null] = await reportRuns(events, await runs.list({limit: 1}));
  return last;
}

/** One run; null when there is none of this id. */
export async function findRun(events: EventStore, id: string): Promise<RunReport | null> {
  const [run, stored] = [parseRunId(id), await findEvents(events, id, {showSeed: true})];
  return run && reportRun(run, foldRun(stored.map((event) => openEvent(event))), stored);
}

/** The events of a run that has to be there, as stored; seed and counts of strata are shown to admins only. */
export async function runEvents(events: EventStore, id: string, options: {showSeed: boolean}): Promise<StoredEvent[]> {
  const stored = await findEvents(events, id, options);
  return stored.length > 0 ? stored : noRun(id);
}

/** A run's events after a version, as stored; none when there is no such run. */
export async function findEvents(
  events: EventStore,
  id: string,
  {showSeed, after = 0}: {showSeed: boolean; after?: number},
): Promise<StoredEvent[]> {
  const stored = parseRunId(id) ? await events.read(id, after) : [];
  return showSeed ? [...stored] : stored.map(hideSeed);
}

function noRun(id: string): never {
  throw new Failure('usage', `there is no run ${scrub(id)}`, {advice: 'softcollection runs list'});
}

/** For all but admins: the seed, and counts of strata and former groups, which in small ones tell of persons. */
export function hideSeed(event: StoredEvent): StoredEvent {
  if (event.type !== 'DistributionPlanned') return event;
  const data = event.data as Pick<DistributionPlan, 'allocation' | 'carryOver'>;
  const allocation = data.allocation && {allocation: {...data.allocation, campaigns: ADMINS_ONLY}};
  const carryOver = data.carryOver && {carryOver: {...data.carryOver, groups: ADMINS_ONLY}};
  return {...event, data: {...data, seed: ADMINS_ONLY, ...allocation, ...carryOver}};
}

const ADMINS_ONLY = '[admins only]';

/** Whether, by its stored events, nothing happens to a run now: it ended, or an attempt at it did. */
export function hasEnded(stored: readonly Pick<StoredEvent, 'type'>[]): boolean {
  const last = stored.findLast(({type}) => type === 'RunStarted' || type === 'RunResumed' || ENDINGS.includes(type));
  return last !== undefined && ENDINGS.includes(last.type);
}
