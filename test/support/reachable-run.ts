import fc from 'fast-check';
import {recordSendFailure, recordSent} from '../../src/domain/notifications.ts';
import {evolve, NEW_RUN, pendingWrites, type Run} from '../../src/domain/run.ts';
import * as decide from '../../src/domain/run-decisions.ts';
import type {RunEvent} from '../../src/domain/run-events.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';
import {allWrites, sampleFailure, samplePlan, sampleStart, trueCounts, writtenBy} from './sample-run.ts';

/** What a process may say to a run; `n` chooses among the variants. */
const COMMANDS = {
  /** What the use case would do next. */
  advance: (run: Run, n: number): decide.Decision => {
    if (run.status === 'new') return decide.start(sampleStart);
    if (run.status !== 'running') return decide.resume(run.epoch + 1);
    if (!run.plan) return decide.plan(samplePlan(n * 3 + 1, 1 + (n % 2)));
    const [next] = pendingWrites(run);
    if (next) return decide.recordWrites(writtenBy(next, n % 2));
    return run.verified ? decide.complete : decide.recordEndCheck(trueCounts(run.plan, run.written));
  },
  start: (_: Run, n: number) => decide.start({...sampleStart, epoch: n}),
  resume: (run: Run, n: number) => decide.resume(run.status === 'new' ? n : run.epoch + n - 3),
  skip: () => decide.skip('all_users_enrolled', NO_USERS, [{kind: 'text', text: 'a warning'}]),
  plan: (_: Run, n: number) => decide.plan(samplePlan(n)),
  write: (run: Run, n: number) =>
    decide.recordWrites(run.status === 'new' || !run.plan ? [] : allWrites(run.plan).slice(n, n + 2)),
  verifyNothing: () => decide.recordEndCheck([]),
  complete: () => decide.complete,
  fail: (_: Run, n: number) =>
    decide.fail(
      sampleFailure({
        database: ([null, 'dssb_app', 'spss'] as const)[n % 3]!,
        kind: (['unreachable', 'unexpected'] as const)[n % 2]!,
      }),
    ),
  abandon: () => decide.abandon('no longer wanted'),
  mailSent: (run: Run, n: number) => recordSent(mailOf(run, n)),
  mailFailed: (run: Run, n: number) => recordSendFailure(mailOf(run, n), 'no answer'),
} satisfies Record<string, (run: Run, n: number) => decide.Decision>;

function mailOf(run: Run, n: number): string {
  return (run.status === 'new' ? undefined : run.notifications[n]?.id) ?? 'none';
}

export type Command = {readonly name: keyof typeof COMMANDS; readonly n: number};

export const COMMAND_NAMES = Object.keys(COMMANDS) as Command['name'][];

export function decisionOf({name, n}: Command, run: Run): decide.Decision {
  return COMMANDS[name](run, n);
}

const other = COMMAND_NAMES.filter((name) => name !== 'advance');

export const command: fc.Arbitrary<Command> = fc.record({
  name: fc.oneof(
    {weight: 3, arbitrary: fc.constant('advance' as const)},
    {weight: 1, arbitrary: fc.constantFrom(...other)},
  ),
  n: fc.nat(7),
});

/** Commands whose outcome is a reachable state; most of them go forward, so that many runs come to an end. */
export const commands: fc.Arbitrary<Command[]> = fc.array(command, {maxLength: 25, size: 'max'});

/** The history that the commands make, and each state on the way; the last is the state now. */
export function play(said: readonly Command[]): {events: RunEvent[]; states: Run[]; run: Run} {
  const events: RunEvent[] = [];
  const states: Run[] = [NEW_RUN];
  let run = NEW_RUN;
  for (const it of said) {
    for (const event of decisionOf(it, run)(run)) {
      events.push(event);
      run = evolve(run, event);
      states.push(run);
    }
  }
  return {events, states, run};
}
