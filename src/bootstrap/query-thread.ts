import {slowQueries} from '../adapters/http/slow-queries.ts';
import {serveThread} from '../adapters/threads/serve-thread.ts';
import type {Config} from './config/config-types.ts';
import {closeContainer, createContainer} from './container.ts';
import {TOKENS as T} from './tokens.ts';

serveThread<Config>(async ({data: config, stopping}) => {
  const container = await createContainer(config, {onWait: () => {}, stopping});
  return {functions: slowQueries(container.get(T.runDeps), config), close: () => closeContainer(container)};
});
