import {Failure} from '../../application/failure.ts';
import type {Clock} from '../../application/ports/clock.ts';
import {isPassing, mongoFailure} from './mongo-failure.ts';

export type Waiting = {
  readonly clock: Clock;
  readonly onWait: (message: string) => void;
  /** Aborted when nothing is to be waited for any more. */
  readonly stopping: AbortSignal;
  /** No attempt begins later, in ms: 0 for one attempt only. */
  readonly longestMs?: number;
};

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 100;
const LONGEST_MS = 40_000;

/** Does the work, again after growing pauses as long as its errors may pass, and throws a `Failure` in the end. */
export async function retryPassing<Result>(
  work: () => Promise<Result>,
  {clock, onWait, stopping, longestMs = LONGEST_MS}: Waiting,
): Promise<Result> {
  const began = clock.elapsed();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const late = attempt === ATTEMPTS || clock.elapsed() - began >= longestMs;
      if (!isPassing(error) || late) throw mongoFailure(error);
      if (stopping.aborted) throw new Failure('interrupted', 'stopped while MongoDB was out of reach');
      if (attempt === 2) onWait('MongoDB does not answer; waiting');
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), stopping);
    }
  }
}
