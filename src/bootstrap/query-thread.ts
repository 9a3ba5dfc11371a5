import {Worker} from 'node:worker_threads';
import {Failure} from '../application/failure.ts';
import type {Config} from './config/config-types.ts';
import type {Answers, Question, Questions, Reply} from './query-worker.ts';

export type QueryThread = {
  /** The same question asked again before it is answered is asked once. */
  ask<Name extends keyof Questions>(name: Name, given: Questions[Name]): Promise<Answers[Name]>;
  close(): Promise<void>;
};

type Pending = {resolve(answer: unknown): void; reject(error: Error): void};

/**
 * A thread that reads: histories, previews and counts take seconds where there is much, most of it synchronous. It is
 * started by the first question, and anew should it die.
 */
export function queryThread(config: Config): QueryThread {
  const pending = new Map<number, Pending>();
  const asked = new Map<string, Promise<unknown>>();
  let worker: Worker | null = null;
  let ids = 0;

  const settle = (reply: Reply) => {
    const it = pending.get(reply.id);
    pending.delete(reply.id);
    if ('answer' in reply) return it?.resolve(reply.answer);
    const {kind, message, advice, database} = reply.failure;
    it?.reject(new Failure(kind, message, {...(advice === null ? {} : {advice}), database}));
  };
  const open = (): Worker => {
    const started = new Worker(new URL('./query-worker.js', import.meta.url), {workerData: config});
    started.unref();
    started.on('message', settle);
    const end = (cause?: unknown) => {
      if (worker === started) worker = null;
      for (const it of pending.values()) it.reject(new Failure('unexpected', 'the reading thread ended', {cause}));
      pending.clear();
    };
    started.once('error', end).once('exit', () => end());
    return started;
  };
  const say = (question: Question) => {
    worker ??= open();
    worker.postMessage(question);
  };

  return {
    ask: <Name extends keyof Questions>(name: Name, given: Questions[Name]) => {
      const key = JSON.stringify([name, given]);
      const known = asked.get(key);
      if (known) return known as Promise<Answers[Name]>;
      const id = ++ids;
      const answer = new Promise<unknown>((resolve, reject) => pending.set(id, {resolve, reject})).finally(() =>
        asked.delete(key),
      );
      asked.set(key, answer);
      say({id, name, given});
      return answer as Promise<Answers[Name]>;
    },
    close: async () => {
      if (!worker) return;
      // Nothing else may hold the process until it has ended.
      worker.ref();
      const ended = new Promise((resolve) => worker!.once('exit', resolve));
      say(null);
      await ended;
    },
  };
}
