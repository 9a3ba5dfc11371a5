import type {CountDay} from '../../domain/count-day.ts';
import type {BusinessDate, IsoInstant} from '../../domain/ids.ts';
import type {SafetyLimits} from '../../domain/safety-stop.ts';
import type {Origin} from '../events/event-envelope.ts';
import type {JournalDeps} from '../events/journal.ts';
import type {Observe} from '../events/progress.ts';
import type {HeldLease, LeaseDeps} from '../hold-lease.ts';
import type {OutboxDeps} from '../notify/outbox.ts';
import type {RosterCareDeps} from './destroy-rosters.ts';
import type {Draft} from './draft-distribution.ts';
import type {PlanDeps} from './plan-run.ts';

export type RunDeps = PlanDeps & JournalDeps & LeaseDeps & OutboxDeps & RosterCareDeps;

export type RunRequest = {
  readonly origin: Origin;
  /** Names this process to others that find the lease taken. */
  readonly owner: string;
  /** The schedule's time zone, in which days end. */
  readonly zone: string;
  /** The new run to make once the owed ones are finished; null only finishes. */
  readonly next: SlotRequest | null;
  readonly countDay: CountDay;
  readonly limits: SafetyLimits;
  /** How long after its slot a run without a plan waits for a database that is out of reach, in ms; 0: not at all. */
  readonly graceMs: number;
  /** The reason for which the safety stop is overridden. */
  readonly forced: string | null;
  /** Why a person asks for the next run. */
  readonly reason?: string;
  /** A person has accounted for what the tables have beyond a restored state. */
  readonly reconciled?: boolean;
  /** The digest of the plan that a person has confirmed: any other plan is `plan_changed`, and nothing begins. */
  readonly expectedDigest?: string;
};

export type SlotRequest = {
  readonly date: BusinessDate;
  readonly slot: IsoInstant | null;
  /** A further run for a slot that has one: should that have found nobody and people have come since, or have failed before its plan. */
  readonly again?: 'late_load' | 'failed';
};

/** A call of the use case, with what all its steps need. */
export type RunContext = {
  readonly deps: RunDeps;
  readonly request: RunRequest;
  readonly observe: Observe;
  readonly stopping: AbortSignal;
  readonly held: HeldLease;
  /** What the run that now begins is to do, if a person has confirmed it. */
  readonly confirmed?: Draft;
};
