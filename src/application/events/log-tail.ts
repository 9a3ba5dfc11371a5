import {parseRunId} from '../../domain/ids.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {hideSeed} from './query-runs.ts';

/**
 * What has been stored since the last call, of runs and the scheduler, by whatever process, without seeds; the first call
 * only finds out where the log ends. With nothing new it is one small question.
 */
export function logTail(events: EventStore): () => Promise<readonly StoredEvent[]> {
  let known: {position: number; readonly versions: Map<string, number>} | null = null;
  return async () => {
    const {position, versions} = await events.heads(known?.position ?? 0);
    if (known === null) {
      known = {position, versions: new Map(versions)};
      return [];
    }
    const added: StoredEvent[] = [];
    for (const stream of versions.keys()) {
      if (stream !== 'scheduler' && !parseRunId(stream)) continue;
      const stored = await events.read(stream, known.versions.get(stream) ?? 0);
      added.push(...stored.map(hideSeed));
      known.versions.set(stream, stored.at(-1)?.version ?? known.versions.get(stream) ?? 0);
    }
    known.position = position;
    return added;
  };
}
