import {Failure} from '../../src/application/failure.ts';
import type {Database} from '../../src/domain/tables.ts';
import type {Process, Scheduler} from './scheduler.ts';

/** What may befall a call to the world outside. */
export const FAULTS = [
  'error-before',
  'error-after',
  'hang-before',
  'hang-after',
  'slow',
  'late',
  'death-before',
  'death-after',
  'freeze',
  'world',
] as const;
export type Fault = (typeof FAULTS)[number];

const CALL_TIMEOUT_MS = 20_000;
const FOREVER = new Promise<never>(() => {});

/** Deals faults to calls: how many and which is the seed's business. */
export type FaultDealer = {
  /** Fewer as the history goes on, and none any more once it is calm. */
  draw(call: string): Fault | null;
  /** Something that happens around the processes: a clock jumps, the source changes, somebody else starts a run. */
  world(): void;
  /** What others do while a process is frozen for so long. */
  frozen(ms: number): void;
};

/** One call to the world outside: it takes time, and faults befall it before or after its effect. */
export async function outsideCall<Result>(
  {scheduler, dealer}: {scheduler: Scheduler; dealer: FaultDealer},
  process: Process,
  {call, database = null}: {call: string; database?: Database | null},
  effect: () => Result | Promise<Result>,
): Promise<Result> {
  const {random} = scheduler;
  const failed = (how: string) =>
    new Failure('unreachable', `simulated: ${call} ${how}`, {database, retryable: random.between(0, 1) === 1});
  const die = () => {
    process.alive = false;
    return FOREVER;
  };
  await scheduler.wait(process, random.between(1, 20));
  const fault = dealer.draw(call);
  if (fault === 'error-before') throw failed('failed');
  if (fault === 'death-before') return die();
  if (fault === 'hang-before') {
    await scheduler.wait(process, CALL_TIMEOUT_MS);
    throw failed('timed out');
  }
  if (fault === 'late') {
    // The answer is that it failed, and it happens all the same. A database ends the session with it.
    const ms = random.pick([1_000, 3_000, 30_000]);
    if (database === null) void scheduler.wait(null, random.between(0, ms)).then(effect);
    throw failed('was not answered');
  }
  if (fault === 'slow') await scheduler.wait(process, random.between(100, 15_000));
  if (fault === 'world') dealer.world();
  if (fault === 'freeze') {
    const ms = random.between(1_000, 60_000);
    process.frozenUntil = scheduler.now + ms;
    dealer.frozen(ms);
    await scheduler.wait(process, 0);
  }
  const result = await effect();
  if (fault === 'error-after') throw failed('was answered by an error');
  if (fault === 'death-after') return die();
  if (fault === 'hang-after') {
    await scheduler.wait(process, CALL_TIMEOUT_MS);
    throw failed('timed out');
  }
  await scheduler.wait(process, random.between(1, 20));
  return result;
}
