import {serveThread} from '../adapters/threads/serve-thread.ts';
import {runDistribution} from '../application/run/run-distribution.ts';
import type {RunRequest} from '../application/run/run-request.ts';
import type {Config} from './config/config-types.ts';
import {closeContainer, createContainer} from './container.ts';
import {TOKENS as T} from './tokens.ts';

/** What a run's thread offers. */
export type RunFunctions = {run(request: RunRequest): ReturnType<typeof runDistribution>};

serveThread<Config>(async ({data: config, stopping, observe}) => {
  const onWait = (message: string) => observe({type: 'waiting', message});
  const container = await createContainer(config, {onWait, stopping});
  const functions: RunFunctions = {
    run: (request) => runDistribution(container.get(T.runDeps), request, observe, stopping),
  };
  return {functions, close: () => closeContainer(container)};
});
