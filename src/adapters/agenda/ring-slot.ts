import type {Job} from 'agenda';
import {asFailure} from '../../application/failure.ts';
import type {Ring} from '../../application/ports/alarm-clock.ts';
import type {Clock} from '../../application/ports/clock.ts';
import type {Log} from '../../application/ports/log.ts';
import type {Schedule} from '../../application/ports/schedule.ts';
import {nextSlot} from './job-definition.ts';
import type {LockedJob} from './resumable-jobs.ts';

export type RingOptions = {
  readonly schedule: Schedule;
  readonly clock: Clock;
  readonly log: Log;
  readonly lockMs: number;
  readonly stopping: AbortSignal;
};

/**
 * Rings once, keeping the lock meanwhile; not for a job that this process has not locked. The slot is over unless the ring
 * was cut short; rejects without ids in the text.
 */
export async function ringSlot(job: Job, turn: LockedJob | undefined, ring: Ring, options: RingOptions): Promise<void> {
  const {schedule, clock, log, lockMs, stopping} = options;
  if (!turn || stopping.aborted) return;
  // The latest slot, should the stored one be older; not one before it, should the clock have been set back.
  const slot = schedule.latest(Math.max(clock.now(), turn.due?.getTime() ?? 0));
  const over = () => {
    turn.next = nextSlot(schedule, slot ? Date.parse(slot) : clock.now());
  };
  if (slot === null) return over();
  const done = new AbortController();
  const touching = touchUntil(done.signal, job, {clock, log, lockMs});
  try {
    await ring(slot, stopping);
    over();
  } catch (error) {
    const failure = asFailure(error);
    if (stopping.aborted) {
      log.info({slot}, 'the alarm was cut short; its slot rings again in another process or after a restart');
    } else {
      over();
      log.error({slot, kind: failure.kind}, `the alarm's work failed: ${failure.message}`);
    }
    // Agenda stores the text with the job.
    throw failure;
  } finally {
    done.abort();
    await touching;
  }
}

async function touchUntil(
  done: AbortSignal,
  job: Job,
  {clock, log, lockMs}: Pick<RingOptions, 'clock' | 'log' | 'lockMs'>,
): Promise<void> {
  let renewing: Promise<void> | null = null;
  for (;;) {
    await clock.sleep(lockMs / 3, done);
    if (done.aborted) break;
    // Agenda gives a job up by what it remembers of the lock, also when it is only the store that is slow to answer.
    job.attrs.lockedAt = new Date(clock.now());
    renewing ??= job
      .touch()
      .catch((error) => log.warn({}, `the alarm's lock was not renewed: ${asFailure(error).message}`))
      .finally(() => {
        renewing = null;
      });
  }
  await renewing;
}
