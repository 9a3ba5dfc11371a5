import {openEvent} from '../events/upcast.ts';
import {streamBreaks} from '../verify/verify-chain.ts';
import type {CheckSources} from './check-sources.ts';
import type {LastRun} from './state.ts';

/** The newest run's events, each opened, and where its chain breaks; null before the first run. */
export async function lastRun({
  runs,
  events,
  hash,
}: Pick<CheckSources, 'runs' | 'events' | 'hash'>): Promise<LastRun | null> {
  const [newest] = await runs.list({limit: 1});
  if (!newest) return null;
  const id = newest.report.run_id;
  const stored = await events.read(id);
  for (const event of stored) openEvent(event);
  return {id, events: stored.length, breaks: streamBreaks(id, stored, hash)};
}

/** The name of the key that the newest completed run was planned with; null before the first. */
export async function lastKey({runs, events}: Pick<CheckSources, 'runs' | 'events'>): Promise<string | null> {
  const [newest] = await runs.list({limit: 1, status: 'completed'});
  if (!newest) return null;
  const opened = (await events.read(newest.report.run_id)).map((event) => openEvent(event));
  const planned = opened.find(({type}) => type === 'DistributionPlanned');
  return planned?.type === 'DistributionPlanned' ? planned.data.digestKey : null;
}
