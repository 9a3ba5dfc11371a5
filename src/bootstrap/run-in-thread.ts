import {openThread} from '../adapters/threads/open-thread.ts';
import type {Observe} from '../application/events/progress.ts';
import type {RunOutcome} from '../application/run/run-distribution.ts';
import type {RunRequest} from '../application/run/run-request.ts';
import type {Config} from './config/config-types.ts';
import type {RunFunctions} from './run-thread.ts';

/** The use case in a thread of its own: SQLite and a large shuffle never hold up this one. */
export function runInThread(
  config: Config,
  request: RunRequest,
  observe: Observe,
  stopping: AbortSignal,
): Promise<RunOutcome> {
  const file = new URL('./run-thread.js', import.meta.url);
  const thread = openThread<RunFunctions>({file, data: config, observe, stopping});
  return thread.call('run', request).finally(() => void thread.end());
}
