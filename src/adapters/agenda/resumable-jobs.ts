import type {JobParameters, JobRepository} from 'agenda';

/** A job that this process has locked. */
export type LockedJob = {
  /** Its time as stored before the lock. */
  readonly due: Date | null;
  /** Agenda runs it. */
  running: boolean;
  /** Its next time, once this one is over. */
  next: Date | null;
};

export type ResumableJobs = {
  /** What Agenda is to work with. */
  readonly repository: JobRepository;
  turnOf(job: JobParameters): LockedJob | undefined;
  /** Resolves when nothing is being locked and nothing runs. */
  quiet(): Promise<void>;
  /** Unlocks what still runs; nothing is stored any more. */
  giveBack(): Promise<void>;
};

export type ResumableJobsOptions = {
  readonly closing: AbortSignal;
  /** Whether this process may run the job. */
  readonly isOurs: (job: JobParameters) => boolean;
  /** Hears how each look into the store went; null if well. */
  readonly onPoll: (error: unknown) => void;
};

/**
 * A repository that mends what Agenda does badly. Agenda stores a job's next time before it runs the job, and takes an
 * expired lock only to unlock it: after a process that died while ringing nobody would ring until tomorrow. So the time
 * that is stored stays as it was until the turn is over. Once `closing`, nothing is locked any more. Polling never fails.
 */
export function resumableJobs(inner: JobRepository, {closing, isOurs, onPoll}: ResumableJobsOptions): ResumableJobs {
  const turns = new Map<string, LockedJob>();
  const waiting = new Set<() => void>();
  let polling = false;
  let gaveBack = false;
  const isRinging = () => [...turns.values()].some(({running}) => running);
  const isQuiet = () => !polling && !isRinging();
  const changed = () => {
    if (isQuiet()) for (const resume of waiting) resume();
  };

  const poll: JobRepository['getNextJobToRun'] = async (...question) => {
    // One question at a time: while the store is away they would pile up. And one turn, even if its lock ran out.
    if (closing.aborted || polling || isRinging()) return undefined;
    polling = true;
    try {
      const job = await inner.getNextJobToRun(...question);
      onPoll(null);
      if (!job) return undefined;
      if (closing.aborted || !isOurs(job)) {
        await inner.unlockJobs([keyOf(job)]);
        return undefined;
      }
      turns.set(keyOf(job), {due: job.nextRunAt, running: false, next: null});
      return job;
    } catch (error) {
      onPoll(error);
      return undefined;
    } finally {
      polling = false;
      changed();
    }
  };

  const saveState: JobRepository['saveJobState'] = async (job, options) => {
    // Another process may have the job by now.
    if (gaveBack) return;
    const turn = turns.get(keyOf(job));
    if (!turn) return inner.saveJobState(job, options);
    let isOver = !job.lockedAt || !turn.running;
    turn.running = true;
    try {
      await inner.saveJobState({...job, nextRunAt: turn.next ?? turn.due}, options);
      isOver = !job.lockedAt;
    } finally {
      // Agenda does not begin with what it could not mark as begun.
      if (isOver) turns.delete(keyOf(job));
      changed();
    }
  };

  const unlockAll = async (ids: readonly string[]) => {
    for (const id of ids) turns.delete(id);
    await inner.unlockJobs([...ids]);
  };

  const own: Partial<JobRepository> = {
    getNextJobToRun: poll,
    saveJobState: saveState,
    unlockJobs: unlockAll,
    // Agenda does not wait for this one: a failure would be an unhandled rejection.
    unlockJob: (job) => unlockAll([keyOf(job)]).catch(onPoll),
  };

  return {
    repository: Object.assign(Object.create(inner) as JobRepository, own),
    turnOf: (job) => turns.get(keyOf(job)),
    quiet: () => (isQuiet() ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    giveBack: async () => {
      gaveBack = true;
      if (turns.size > 0) await unlockAll([...turns.keys()]);
    },
  };
}

function keyOf(job: JobParameters): string {
  return String(job._id);
}
