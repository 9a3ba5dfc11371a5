import {computeJobState, type JobParameters, type JobsOverview} from 'agenda';

/** How many jobs of each name are in which state. */
export function overviews(jobs: readonly JobParameters[]): JobsOverview[] {
  const counts = {total: 0, running: 0, scheduled: 0, queued: 0, completed: 0, failed: 0, repeating: 0, paused: 0};
  const found = new Map<string, JobsOverview>();
  for (const job of jobs) {
    const overview = found.get(job.name) ?? {name: job.name, ...counts};
    found.set(job.name, overview);
    overview.total++;
    overview[computeJobState(job)]++;
    if (job.disabled) overview.paused++;
  }
  return [...found.values()];
}
