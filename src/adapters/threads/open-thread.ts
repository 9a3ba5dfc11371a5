import {Worker} from 'node:worker_threads';
import type {Observe} from '../../application/events/progress.ts';
import {asFailure, Failure, unpackFailure} from '../../application/failure.ts';
import type {Answer, FromThread, Functions, Given, ToThread} from './thread-messages.ts';

export type Thread<Offered extends Functions> = {
  /** Rejects with the `Failure` that the function threw. */
  call<Name extends keyof Offered & string>(name: Name, given: Given<Offered, Name>): Promise<Answer<Offered, Name>>;
  /** Resolves when the thread has closed what it opened, and is gone. */
  end(): Promise<void>;
};

export type ThreadOptions = {
  /** A module that calls `serveThread`. */
  readonly file: URL;
  /** Plain data for it. */
  readonly data: unknown;
  /** When it aborts, the thread is told. */
  readonly stopping: AbortSignal;
  readonly observe?: Observe;
};

type Waiting = {resolve(answer: never): void; reject(error: Failure): void};

/** A worker thread, started by the first call, and anew should it die. It holds the process only while it is at work. */
export function openThread<Offered extends Functions>(options: ThreadOptions): Thread<Offered> {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let calls = 0;

  function take(id: number): Waiting | undefined {
    const it = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker?.unref();
    return it;
  }

  function hear(message: FromThread): void {
    switch (message.type) {
      case 'progress':
        return options.observe?.(message.progress);
      case 'answer':
        return take(message.id)?.resolve(message.answer as never);
      case 'failure':
        return take(message.id)?.reject(unpackFailure(message.failure));
      default:
        message satisfies never;
    }
  }

  function start(): Worker {
    const started = new Worker(options.file, {workerData: options.data});
    const stop = () => started.postMessage({type: 'stop'} satisfies ToThread);
    const lose = (failure: Failure) => {
      options.stopping.removeEventListener('abort', stop);
      if (worker !== started) return;
      worker = null;
      for (const {reject} of waiting.values()) reject(failure);
      waiting.clear();
    };
    if (options.stopping.aborted) stop();
    else options.stopping.addEventListener('abort', stop);
    return started
      .on('message', hear)
      .once('error', (error) => lose(asFailure(error)))
      .once('exit', (code) => lose(new Failure('unexpected', `a thread ended without an answer (exit code ${code})`)));
  }

  return {
    call: (name, given) =>
      new Promise((resolve, reject) => {
        const id = ++calls;
        worker ??= start();
        worker.ref();
        waiting.set(id, {resolve, reject});
        worker.postMessage({type: 'call', id, name, given} satisfies ToThread);
      }),
    end: async () => {
      const ending = worker;
      if (ending === null) return;
      ending.ref();
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage({type: 'end'} satisfies ToThread);
      await gone;
    },
  };
}
