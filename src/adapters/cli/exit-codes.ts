import type {Failure} from '../../application/failure.ts';
import type {CheckResult} from '../../application/ports/check-result.ts';
import type {RunOutcome} from '../../application/run/run-distribution.ts';
import {AWAY} from '../../domain/run-events.ts';
import type {RunReport} from '../../domain/run-report.ts';

/** The contract's exit codes. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  configuration: 3,
  unreachable: 4,
  active: 5,
  skipped: 6,
  partial: 7,
} as const;

export function exitOfFailure({kind}: Failure): number {
  if (kind === 'usage') return EXIT.usage;
  if (kind === 'configuration') return EXIT.configuration;
  if (kind === 'unreachable' || kind === 'refused') return EXIT.unreachable;
  return kind === 'fenced' ? EXIT.active : EXIT.failed;
}

/** What was found comes before what could not be looked at. A finding that is accepted counts as none. */
export function exitOfChecks(checks: readonly CheckResult[], strict: boolean): number {
  const open = checks.filter(({isAccepted}) => !isAccepted);
  if (open.some(({id, state}) => id === 'SC-D01' && state === 'fail')) return EXIT.configuration;
  const isFound = ({state, isAway}: CheckResult) => (state === 'fail' && !isAway) || (strict && state === 'warn');
  if (open.some(isFound)) return EXIT.failed;
  return open.some(({isAway}) => isAway) ? EXIT.unreachable : EXIT.done;
}

/** The last report answers; nothing owed is done. */
export function exitOfOutcome(outcome: RunOutcome): number {
  if (outcome.type === 'active') return EXIT.active;
  const last = outcome.reports.at(-1);
  return last ? exitOfReport(last) : EXIT.done;
}

function exitOfReport({status, error}: RunReport): number {
  if (status === 'skipped') return EXIT.skipped;
  if (status === 'partial') return EXIT.partial;
  if (status === 'failed') return error && AWAY.includes(error.kind) ? EXIT.unreachable : EXIT.failed;
  return EXIT.done;
}
