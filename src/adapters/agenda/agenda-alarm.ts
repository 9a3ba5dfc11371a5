import {Agenda, type AgendaBackend, type Job} from 'agenda';
import {asFailure, Failure} from '../../application/failure.ts';
import type {AlarmClock} from '../../application/ports/alarm-clock.ts';
import type {Clock} from '../../application/ports/clock.ts';
import type {Log} from '../../application/ports/log.ts';
import {within} from '../../application/within.ts';
import {type Definition, defineJob, isSame, JOB_NAME, mendJob} from './job-definition.ts';
import {resumableJobs} from './resumable-jobs.ts';
import {ringSlot} from './ring-slot.ts';

export type AgendaAlarmOptions = {
  readonly backend: AgendaBackend;
  readonly definition: Definition;
  readonly clock: Clock;
  readonly log: Log;
  /** Who holds the lock, for people who look at the store. */
  readonly owner: string;
  /** How long a silent process keeps a slot to itself. */
  readonly lockMs?: number;
  /** How often due jobs are looked for; a ring is at most this late. */
  readonly pollMs?: number;
  /** How often the job is looked after. */
  readonly careMs?: number;
};

const DEFAULTS = {lockMs: 30_000, pollMs: 1_000, careMs: 60_000};
/** How long giving the locks back may take once the grace is over. */
const FAREWELL_MS = 1000;

/** An alarm clock on Agenda: the store's lock picks the process that rings, and passes on when that one dies. */
export function agendaAlarm(options: AgendaAlarmOptions): AlarmClock {
  const {backend, definition, clock, log, owner} = options;
  const {lockMs, pollMs, careMs} = {...DEFAULTS, ...options};
  const stop = new AbortController();
  const stopping = stop.signal;
  const held = resumableJobs(backend.repository, {
    closing: stopping,
    // While a new version with another schedule takes over, the old one would ring for a slot of its own.
    isOurs: (job) => isSame(job, definition),
    onPoll: reachability(log),
  });
  const ringing = {schedule: definition.schedule, clock, log, lockMs, stopping};
  let agenda: Agenda | null = null;

  const careUntilStopped = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(careMs, stopping);
      if (stopping.aborted) return;
      const answer = await mendJob(backend.repository, definition, clock.now()).catch(() => 'unknown' as const);
      if (answer === 'mended') log.warn({}, 'the job of the alarm clock was missing or asleep; it was made anew');
    }
  };

  return {
    start: async (ring) => {
      try {
        await backend.connect();
        await defineJob(backend.repository, definition, clock.now());
      } catch (error) {
        throw unreachable(error);
      }
      if (stopping.aborted) return;
      agenda = new Agenda({backend: connected(backend, held.repository), name: owner, processEvery: pollMs});
      agenda.on('error', (error: unknown) => log.warn({}, `the alarm clock stumbled: ${asFailure(error).message}`));
      // No lockLimit: Agenda counts a lock that ran out before its time as held for ever.
      agenda.define(JOB_NAME, (job: Job) => ringSlot(job, held.turnOf(job.attrs), ring, ringing), {
        concurrency: 1,
        lockLifetime: lockMs,
      });
      await agenda.start();
      void careUntilStopped();
    },

    stop: async (graceMs) => {
      stop.abort();
      const notGiven = (error: unknown) => log.warn({}, `a lock was not given back: ${asFailure(error).message}`);
      if (agenda) await within(clock, graceMs, agenda.stop(false).catch(notGiven).then(held.quiet));
      await within(clock, FAREWELL_MS, held.giveBack().catch(notGiven));
    },
  };
}

/** Agenda connects without waiting for the answer, which would be an unhandled rejection: it finds all connected. */
function connected({name}: AgendaBackend, repository: AgendaBackend['repository']): AgendaBackend {
  return {name, repository, ownsConnection: false, connect: async () => {}, disconnect: async () => {}};
}

/** Says once that the store is away, and once that it is back. */
function reachability(log: Log): (error: unknown) => void {
  let away = false;
  return (error) => {
    const what = () => asFailure(error).message;
    if (error && !away) log.warn({}, `the alarm clock cannot reach its job store, and goes on trying: ${what()}`);
    if (!error && away) log.info({}, 'the alarm clock reaches its job store again');
    away = !!error;
  };
}

function unreachable(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  return new Failure('unreachable', `the job store cannot be reached (${name})`, {cause: error});
}
