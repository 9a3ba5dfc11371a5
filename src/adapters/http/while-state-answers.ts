import {cached} from '../../application/cached.ts';
import {asFailure, Failure} from '../../application/failure.ts';
import type {Clock} from '../../application/ports/clock.ts';
import type {Probe} from '../../application/service/check-parts.ts';
import {within} from '../../application/within.ts';

type Call<Given extends unknown[], Answer> = (...given: Given) => Promise<Answer>;
export type WhileStateAnswers = <Given extends unknown[], Answer>(call: Call<Given, Answer>) => Call<Given, Answer>;

const PROBE_MS = 1_500;
const KNOWN_FOR_MS = 500;
const LOOK_AGAIN_MS = 500;

/** Rejects while the state store is away; costs nothing while it is known to be there. */
export function stateAnswers(probe: Probe, clock: Clock): () => Promise<void> {
  const fault = async (): Promise<Failure | null> => {
    const answer = await within(
      clock,
      PROBE_MS,
      probe().then(() => null, asFailure),
    );
    return answer === undefined ? new Failure('unreachable', 'the state store does not answer') : answer;
  };
  const look = cached(fault, clock, KNOWN_FOR_MS);
  return async () => {
    const found = await look();
    if (found) throw found;
  };
}

/**
 * A run waits for its state store; who asks over HTTP does not: a call is given up with `unreachable` within 3 s of the
 * store's last answer, however long the call itself may take while the store is there. What was given up may still be done.
 */
export function whileStateAnswers(expectAnswer: () => Promise<void>, clock: Clock): WhileStateAnswers {
  return (call) =>
    async (...given) => {
      await expectAnswer();
      const work = call(...given).then((answer) => ({answer}));
      for (;;) {
        const done = await within(clock, LOOK_AGAIN_MS, work);
        if (done) return done.answer;
        await expectAnswer();
      }
    };
}
