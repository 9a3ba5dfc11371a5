import type {Observe} from '../../application/events/progress.ts';
import {hasEnded} from '../../application/events/query-runs.ts';
import type {RunProgress} from './http-services.ts';

/** How far each run of this process is, as long as it goes on. */
export function progressBoard(): {
  readonly observe: Observe;
  readonly latest: (run: string) => RunProgress | null;
  readonly all: () => readonly RunProgress[];
} {
  const latest = new Map<string, RunProgress>();
  return {
    observe: (progress) => {
      if (progress.type === 'stage' || progress.type === 'rows') latest.set(progress.run, progress);
      else if (progress.type === 'events' && hasEnded(progress.events)) latest.delete(progress.run);
    },
    all: () => [...latest.values()],
    latest: (run) => latest.get(run) ?? null,
  };
}
