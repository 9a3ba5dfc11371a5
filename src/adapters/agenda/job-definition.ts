import type {JobParameters, JobRepository} from 'agenda';
import type {Schedule} from '../../application/ports/schedule.ts';
import {DAILY_JOB} from '../../application/service/scheduler.ts';

export const JOB_NAME = DAILY_JOB.id;

/** `cron` and `timezone` are what the schedule was made of; Agenda stores them with the job. */
export type Definition = {readonly cron: string; readonly timezone: string; readonly schedule: Schedule};

/**
 * Makes the one job, or makes it anew if its cron or time zone changed. Otherwise it is left alone, so that a time that
 * was missed still rings and the lock of whoever rings just now stays.
 */
export async function defineJob(repository: JobRepository, definition: Definition, now: number): Promise<void> {
  const asWanted = (job: JobParameters | undefined) => isSame(job, definition) && !isStuck(job, definition, now);
  if (asWanted(await find(repository))) return;
  try {
    await put(repository, definition, now);
  } catch (error) {
    // Another process may have made it at the same moment.
    if (!asWanted(await find(repository))) throw error;
  }
}

/** Brings the job back if it was removed or would not ring at the next slot. A changed definition is another's: it stays. */
export async function mendJob(
  repository: JobRepository,
  definition: Definition,
  now: number,
): Promise<'mended' | 'well'> {
  const job = await find(repository);
  if (job && !(isSame(job, definition) && isStuck(job, definition, now))) return 'well';
  await put(repository, definition, now);
  return 'mended';
}

async function find(repository: JobRepository): Promise<JobParameters | undefined> {
  const {jobs} = await repository.queryJobs({name: JOB_NAME});
  return jobs.find(({type}) => type === 'single');
}

async function put(repository: JobRepository, {cron, timezone, schedule}: Definition, now: number): Promise<void> {
  const job = {
    name: JOB_NAME,
    type: 'single',
    priority: 0,
    data: {description: DAILY_JOB.name},
    repeatInterval: cron,
    repeatTimezone: timezone,
    nextRunAt: nextSlot(schedule, now),
  } as const;
  await repository.saveJob(job, undefined);
}

/** Whether it is defined as wanted here, and not by a process with another cron or time zone. */
export function isSame(job: JobParameters | undefined, {cron, timezone}: Definition): job is JobParameters {
  return job?.repeatInterval === cron && job.repeatTimezone === timezone;
}

/** Would sleep through the next slot: after a clock that was wrong, say. Whoever holds the lock sets the time itself. */
function isStuck({lockedAt, nextRunAt}: JobParameters, {schedule}: Definition, now: number): boolean {
  const next = nextSlot(schedule, now);
  return !lockedAt && next !== null && (nextRunAt === null || nextRunAt > next);
}

export function nextSlot(schedule: Schedule, after: number): Date | null {
  const [next] = schedule.next(after, 1);
  return next ? new Date(next) : null;
}
