import type {BusinessDate, IsoInstant} from '../domain/ids.ts';
import type {SafetyLimits} from '../domain/safety-stop.ts';
import type {RosterCareDeps} from './destroy-rosters.ts';
import type {Origin} from './event-envelope.ts';
import type {HeldLease, LeaseDeps} from './hold-lease.ts';
import type {JournalDeps} from './journal.ts';
import type {OutboxDeps} from './outbox.ts';
import type {PlanDeps} from './plan-run.ts';
import type {CountDay} from './ports/user-source.ts';
import type {Observe} from './progress.ts';

export type RunDeps = PlanDeps & JournalDeps & LeaseDeps & OutboxDeps & RosterCareDeps;

export type RunRequest = {
  readonly origin: Origin;
  /** Names this process to others that find the lease taken. */
  readonly owner: string;
  /** The date in the schedule's zone, when the call was made. */
  readonly today: BusinessDate;
  /** That zone, by which a run that waits for hours sees its day end. */
  readonly zone?: string;
  /** The new run to make once the owed ones are finished; null only finishes. */
  readonly next: NextRun | null;
  readonly countDay: CountDay;
  readonly limits: SafetyLimits;
  /** How long after its slot a run without a plan waits for a database that is out of reach, in ms; 0: not at all. */
  readonly graceMs: number;
  /** The reason for which the safety stop is overridden. */
  readonly forced: string | null;
};

export type NextRun = {readonly date: BusinessDate; readonly slot: IsoInstant | null};

/** A call of the use case, with what all its steps need. */
export type Call = {
  readonly deps: RunDeps;
  readonly request: RunRequest;
  readonly observe: Observe;
  readonly stopping: AbortSignal;
  readonly held: HeldLease;
};
