import type {RunId} from '../../domain/ids.ts';
import type {Observe} from '../events/progress.ts';
import type {RunOutcome} from './run-distribution.ts';

/** `run`: the first run that is worked on, which may be an owed one. `ended` rejects like the use case itself. */
export type StartedCall =
  | {readonly type: 'begun'; readonly run: RunId; readonly ended: Promise<RunOutcome>}
  | Extract<RunOutcome, {type: 'active'}>;

/** Resolves once it is known which run is worked on, or who else works on one; rejects when it fails before that. */
export async function beginRun(work: (observe: Observe) => Promise<RunOutcome>): Promise<StartedCall> {
  let begin: (run: RunId) => void = () => {};
  const first = new Promise<RunId>((resolve) => {
    begin = resolve;
  });
  const ended = work((progress) => {
    if (progress.type === 'events') begin(progress.run);
  });
  const known = await Promise.race([first, ended]);
  if (typeof known === 'string') {
    // Whoever does not wait for the end is told by the run's stream.
    ended.catch(() => {});
    return {type: 'begun', run: known, ended};
  }
  return known.type === 'active' ? known : {type: 'begun', run: known.reports.at(-1)!.run_id, ended};
}
