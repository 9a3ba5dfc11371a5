import {parentPort, workerData} from 'node:worker_threads';
import type {Observe} from '../../application/events/progress.ts';
import {asFailure, packFailure} from '../../application/failure.ts';
import type {FromThread, Functions, ToThread} from './thread-messages.ts';

export type ThreadContext<Data> = {
  /** What the thread was opened with. */
  readonly data: Data;
  /** Aborted when what is under way is to end in good order. */
  readonly stopping: AbortSignal;
  readonly observe: Observe;
};

/** `close` closes what the functions have opened. */
export type Served = {readonly functions: Functions; readonly close: () => Promise<void>};

/**
 * The whole life of a worker thread, seen from inside: answers calls, several at a time, until it is told to end. `open` is
 * called by the first one; what it throws is the failure of the calls that wait for it, and the next one calls it again.
 */
export function serveThread<Data>(open: (context: ThreadContext<Data>) => Promise<Served>): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is the beginning of a worker thread');
  const say = (message: FromThread) => port.postMessage(message);
  const stopping = new AbortController();
  const observe: Observe = (progress) => say({type: 'progress', progress});
  let served: Promise<Served | null> = Promise.resolve(null);
  const functions = async () => {
    const opened = served.then(
      (already) => already ?? open({data: workerData as Data, stopping: stopping.signal, observe}),
    );
    served = opened.catch(() => null);
    return (await opened).functions;
  };
  port.on('message', async (message: ToThread) => {
    switch (message.type) {
      case 'call':
        return say(await answer(functions, message));
      case 'stop':
        return stopping.abort();
      case 'end':
        await (await served)?.close();
        // Ends this thread alone, whatever a driver may have left open in it.
        return process.exit();
      default:
        message satisfies never;
    }
  });
}

async function answer(
  functions: () => Promise<Functions>,
  {id, name, given}: Extract<ToThread, {type: 'call'}>,
): Promise<FromThread> {
  try {
    const called = (await functions())[name];
    if (!called) throw new Error(`the thread has no function ${name}`);
    return {type: 'answer', id, answer: await called(given as never)};
  } catch (error) {
    return {type: 'failure', id, failure: packFailure(asFailure(error))};
  }
}
