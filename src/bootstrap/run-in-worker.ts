import {Worker} from 'node:worker_threads';
import type {Observe} from '../application/events/progress.ts';
import {Failure} from '../application/failure.ts';
import type {RunOutcome} from '../application/run/run-distribution.ts';
import type {WorkerInput, WorkerMessage} from './run-worker.ts';

/** Runs the use case in a thread of its own: SQLite and a large shuffle never hold up this one. */
export function runInWorker(input: WorkerInput, observe: Observe, stopping: AbortSignal): Promise<RunOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./run-worker.js', import.meta.url), {workerData: input});
    const stop = () => worker.postMessage('stop');
    if (stopping.aborted) stop();
    else stopping.addEventListener('abort', stop, {once: true});
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') observe(message.progress);
      else if (message.type === 'outcome') resolve(message.outcome);
      else {
        const {kind, message: text, advice, database} = message.failure;
        reject(new Failure(kind, text, {...(advice === null ? {} : {advice}), database}));
      }
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      stopping.removeEventListener('abort', stop);
      reject(new Failure('unexpected', `the run's thread ended without an answer (exit code ${code})`));
    });
  });
}
