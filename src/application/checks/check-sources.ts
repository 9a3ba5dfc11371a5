import type {Database} from '../../domain/tables.ts';
import type {Hash} from '../events/event-envelope.ts';
import type {AssignmentKeys} from '../ports/assignment-keys.ts';
import type {
  Answered,
  DatabaseFacts,
  FolderFacts,
  MachineFacts,
  MailFacts,
  ProviderFacts,
  StateFacts,
} from '../ports/check-facts.ts';
import type {Clock} from '../ports/clock.ts';
import type {EventStore} from '../ports/event-store.ts';
import type {RunSummaries} from '../ports/run-summaries.ts';
import type {Schedule} from '../ports/schedule.ts';
import type {ConfigurationFacts} from './configuration.ts';
import type {ScheduleRules} from './work.ts';

/** Looks at a database over one session, and tells as soon as it answers. Rejects with a `Failure` when it does not. */
export type Inspect = (onAnswer: (answered: Answered) => void) => Promise<DatabaseFacts>;

/** What the checks ask. Nothing of it changes anything; each call may throw a `Failure`. */
export type CheckSources = {
  readonly clock: Clock;
  readonly configuration: ConfigurationFacts;
  readonly machine: () => MachineFacts;
  readonly folder: () => Promise<FolderFacts>;
  readonly databases: Readonly<Record<Database, Inspect>>;
  /** Where each is, and as whom we log in. */
  readonly places: Readonly<Record<Database, {readonly host: string; readonly user: string}>>;
  /** The longest that a look at a database may take. */
  readonly lookMs: number;
  /** Null: there is none yet. */
  readonly state: () => Promise<StateFacts | null>;
  /** The events are kept in DATA_DIR. */
  readonly keepsState: boolean;
  /** Null where it is this machine's. */
  readonly stateTime: (() => Promise<number>) | null;
  readonly events: EventStore;
  readonly runs: Pick<RunSummaries, 'list' | 'open' | 'position'>;
  readonly hash: Hash;
  readonly keys: Pick<AssignmentKeys, 'digestKey' | 'former'>;
  readonly schedule: Schedule;
  readonly rules: ScheduleRules;
  readonly rosterDays: number;
  readonly maxUsers: number;
  readonly countDay: string;
  readonly mail: () => Promise<MailFacts>;
  readonly providers: readonly (() => Promise<ProviderFacts>)[];
};
