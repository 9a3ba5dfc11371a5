import type {Container} from 'inversify';
import type {Clocks} from '../application/service/check-clocks.ts';
import type {Config} from './config/config-types.ts';
import {TOKENS as T} from './tokens.ts';

/** Asks the state store what time it is; null where that is this machine's clock. */
export function stateTimeOf(container: Container, {state}: Config): Clocks['stateTime'] {
  if (state.type !== 'mongodb') return null;
  const mongo = container.get(T.mongo);
  return () => mongo.serverTime();
}
