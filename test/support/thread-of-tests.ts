import {serveThread} from '../../src/adapters/threads/serve-thread.ts';
import {Failure} from '../../src/application/failure.ts';
import type {RunId} from '../../src/domain/ids.ts';

/** What the tests' thread offers. */
export type TestFunctions = ReturnType<typeof functions>;

const functions = (data: {greeting: string}, stopping: AbortSignal, say: (done: number) => void) => ({
  greet: async (name: string) => `${data.greeting}, ${name}`,
  fail: async (_: null) => {
    throw new Failure('refused', 'no', {advice: 'ask', database: 'spss', retryable: true, pending: ['a@bank.test']});
  },
  break: async (text: string) => {
    throw new TypeError(text);
  },
  work: async (steps: number) => {
    for (let done = 1; done <= steps; done++) say(done);
    return steps;
  },
  untilStopped: (_: null) =>
    new Promise<string>((resolve) => stopping.addEventListener('abort', () => resolve('ended'))),
  die: async (_: null) => process.exit(7),
});

serveThread<{greeting: string}>(async ({data, stopping, observe}) => {
  if (data.greeting === '') throw new Failure('configuration', 'no greeting');
  const run = 'distribution-2024-01-15' as RunId;
  const say = (done: number) => observe({type: 'rows', run, done, total: null});
  return {functions: functions(data, stopping, say), close: async () => say(-1)};
});
