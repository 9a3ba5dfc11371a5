import type {Observe} from '../events/progress.ts';
import {asFailure, Failure} from '../failure.ts';
import type {Clock} from '../ports/clock.ts';

const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Between two tries of one who has time. */
const LONG_PAUSE_MS = 15_000;

/**
 * Does work that may be repeated from its beginning, again after growing pauses as long as it fails with what may pass by
 * itself; where there is time, with what nobody knows as well. After the last pause the failure stands, unless there is time
 * and it is out of reach: then it is waited for. Whenever the work got further meanwhile, the pauses begin anew.
 */
export async function retryTransient(
  work: () => Promise<void>,
  context: {
    /** Grows as the work gets further. */
    readonly reached: () => number;
    readonly clock: Clock;
    readonly observe: Observe;
    readonly stopping: AbortSignal;
    /** Whether there is still time to wait for what may pass. */
    readonly patient: () => boolean;
  },
): Promise<void> {
  const {reached, clock, observe, stopping, patient} = context;
  for (let [failures, before] = [0, reached()]; ; failures++) {
    try {
      return await work();
    } catch (error) {
      const {kind, retryable, message} = asFailure(error);
      if (reached() > before) [failures, before] = [0, reached()];
      const isPatient = patient();
      const long = kind === 'unreachable' && isPatient ? LONG_PAUSE_MS : undefined;
      const mayPass = retryable || (kind === 'unexpected' && isPatient);
      const pause = (mayPass ? PAUSES_MS[failures] : undefined) ?? long;
      if (pause === undefined) throw error;
      if (stopping.aborted) throw interrupted();
      observe({type: 'waiting', message: `${message}; trying again in ${pause / 1000} s`});
      await clock.sleep(pause, stopping);
      if (stopping.aborted) throw interrupted();
    }
  }
}

/** What would have been tried again is not over: whoever comes next goes on with it. */
function interrupted(): Failure {
  return new Failure('interrupted', 'asked to stop', {advice: 'softcollection resume'});
}
