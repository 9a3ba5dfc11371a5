import {parentPort, workerData} from 'node:worker_threads';
import type {Container} from 'inversify';
import type {Progress} from '../application/events/progress.ts';
import {asFailure} from '../application/failure.ts';
import {type RunOutcome, runDistribution} from '../application/run/run-distribution.ts';
import type {RunRequest} from '../application/run/run-request.ts';
import type {Config} from './config/config-types.ts';
import {closeContainer, createContainer} from './container.ts';
import {TOKENS} from './tokens.ts';

/** What the worker thread is given, and what it says. */
export type WorkerInput = {readonly config: Config; readonly request: RunRequest};
export type WorkerMessage =
  | {readonly type: 'progress'; readonly progress: Progress}
  | {readonly type: 'outcome'; readonly outcome: RunOutcome}
  | {
      readonly type: 'failure';
      readonly failure: Pick<ReturnType<typeof asFailure>, 'kind' | 'message' | 'advice' | 'database'>;
    };

/** The thread's whole life: one call of the use case. Any message from outside asks it to stop. */
async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  const say = (message: WorkerMessage) => port.postMessage(message);
  const observe = (progress: Progress) => say({type: 'progress', progress});
  const {config, request} = workerData as WorkerInput;
  const stopping = new AbortController();
  port.once('message', () => stopping.abort());
  const onWait = (message: string) => observe({type: 'waiting', message});
  let container: Container | null = null;
  try {
    container = createContainer(config, {onWait, stopping: stopping.signal});
    const outcome = await runDistribution(container.get(TOKENS.runDeps), request, observe, stopping.signal);
    say({type: 'outcome', outcome});
  } catch (error) {
    const {kind, message, advice, database} = asFailure(error);
    say({type: 'failure', failure: {kind, message, advice, database}});
  } finally {
    if (container) await closeContainer(container);
    // Ends this thread alone, whatever a driver may have left open in it.
    process.exit();
  }
}

if (parentPort) await main(parentPort);
