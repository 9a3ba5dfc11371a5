import {type Observe, observeAll} from '../events/progress.ts';
import {logRun} from '../notify/log-run.ts';
import {pingRun} from '../notify/ping-run.ts';
import type {Log} from '../ports/log.ts';
import type {Ping} from '../ports/ping.ts';
import type {RunOutcome} from '../run/run-distribution.ts';
import type {RunRequest} from '../run/run-request.ts';

/** What differs from call to call; `graceMs` is 0, nothing is forced and the process's own origin is named unless said. */
export type RunCall = Pick<RunRequest, 'next'> &
  Partial<Pick<RunRequest, 'origin' | 'forced' | 'graceMs' | 'reason' | 'expectedDigest' | 'reconciled'>>;

/** The use case as this process calls it. */
export type RunHere = (call: RunCall, observe: Observe) => Promise<RunOutcome>;

export type RunHereDeps = {
  readonly log: Log;
  readonly ping: Ping;
  /** What is the same for all calls. */
  readonly settings: Pick<RunRequest, 'origin' | 'owner' | 'zone' | 'countDay' | 'limits'>;
  /** `runDistribution`, wherever it executes. */
  readonly execute: (request: RunRequest, observe: Observe) => Promise<RunOutcome>;
};

/** Completes the request; what the run says goes to the log and the dead-man's switch too. */
export function makeRunHere({log, ping, settings, execute}: RunHereDeps): RunHere {
  return (call, observe) => {
    const request = {graceMs: 0, forced: null, ...settings, ...call};
    return execute(request, observeAll(logRun(log), pingRun(ping), observe));
  };
}
