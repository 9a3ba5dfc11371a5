import {Failure} from '../failure.ts';
import type {Asked} from '../ports/check-facts.ts';
import type {Judgement} from '../ports/check-result.ts';
import type {CheckSources} from './check-sources.ts';
import {ask, skipped} from './judgement.ts';
import {askFor, once} from './look.ts';
import type {StateLook} from './state.ts';

/** The state store as far as it can be asked. Where it cannot, SC-D14 alone tells of it. */
export type KnownState = {
  readonly look: () => Promise<StateLook>;
  readonly judge: (of: () => Promise<Judgement>) => Promise<Judgement>;
  /** The same of what hangs on the read model of the runs, which a former version may not have made. */
  readonly judgeRuns: (of: () => Promise<Judgement>) => Promise<Judgement>;
  /** What the read model tells, or `empty` before a first start. */
  readonly tellOfRuns: <Answer>(empty: Answer, work: () => Promise<Answer>) => Promise<Asked<Answer>>;
};

export function knownState({state, runs, clock, lookMs}: CheckSources): KnownState {
  const look = once(() => askFor(lookMs, clock, state));
  const isMade = once(() => runs.position().then((at) => at > 0, () => false)); // biome-ignore format: short
  const judge: KnownState['judge'] = async (of) => {
    const found = await look();
    if ('failure' in found) return skipped('after SC-D14');
    return found.value === null ? skipped('no state.db yet: it is made at the first start') : of();
  };
  return {
    look,
    judge,
    judgeRuns: (of) => judge(async () => ((await isMade()) ? of() : skipped(NOT_MADE))),
    tellOfRuns: async (empty, work) => {
      const found = await look();
      if ('failure' in found) return found;
      if (found.value === null) return {value: empty};
      return (await isMade()) ? ask(work) : {failure: new Failure('unexpected', NOT_MADE)};
    },
  };
}

const NOT_MADE = 'no run is known yet: the next start or run takes them from the log';
