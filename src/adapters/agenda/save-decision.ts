import type {DebounceOptions, JobParameters} from 'agenda';

/** What is to be stored when Agenda saves `job`; `existing` is the one that it stands for, if there is one. */
export function decideSave(job: JobParameters, existing: JobParameters | null, now: Date): JobParameters {
  const debounce = job.unique && !job._id && job.type !== 'single' ? job.uniqueOpts?.debounce : undefined;
  if (debounce) return debounced(job, existing, debounce, now);
  if (!existing || job._id) return job;
  // A time that has come is only a proposal for a new job: the one that is stored may be further.
  if (job.type === 'single') return isDue(job, now) ? {...job, nextRunAt: existing.nextRunAt} : job;
  return job.uniqueOpts?.insertOnly ? existing : job;
}

function debounced(
  job: JobParameters,
  existing: JobParameters | null,
  {delay, maxWait, strategy}: DebounceOptions,
  now: Date,
): JobParameters {
  const debounceStartedAt = existing?.debounceStartedAt ?? now;
  if (strategy === 'leading')
    return {...job, nextRunAt: existing ? existing.nextRunAt : job.nextRunAt, debounceStartedAt};
  const waited = now.getTime() - debounceStartedAt.getTime();
  if (existing && maxWait && waited >= maxWait) {
    const {debounceStartedAt: _, ...fresh} = job;
    return {...fresh, nextRunAt: now};
  }
  return {...job, nextRunAt: new Date(now.getTime() + delay), debounceStartedAt};
}

function isDue(job: JobParameters, now: Date): boolean {
  return job.nextRunAt !== null && job.nextRunAt <= now;
}
