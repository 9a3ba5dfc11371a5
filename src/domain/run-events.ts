import type {CarryOver} from './carry-over.ts';
import type {AllocationMethod} from './group-allocator.ts';
import type {BusinessDate, GroupLetter, IsoInstant, RunId, TheoryId, WallTime} from './ids.ts';
import type {SendingEvent} from './notifications.ts';
import type {RunStatus} from './run.ts';
import type {StrataCounts} from './stratified-split.ts';
import type {Database, Table} from './tables.ts';
import type {UserCounts} from './user-intake.ts';
import type {Warning} from './warnings.ts';

/**
 * The events of a run's stream. Names and fields are a storage format: what is written stays readable forever.
 * Data is plain JSON, and holds no IIN and no unkeyed digest of one.
 */
export type RunEvent =
  | Event<'RunStarted', RunStart>
  | Event<'RunResumed', {readonly epoch: number}>
  | Event<'DistributionPlanned', DistributionPlan>
  | Event<'GroupWritten', GroupWrite>
  | Event<'RunVerified', {readonly counts: readonly GroupCount[]; readonly notes: readonly Warning[]}>
  | Event<'RunCompleted', {readonly distributed: number}>
  | Event<
      'RunSkipped',
      {readonly reason: SkipReason; readonly users: UserCounts; readonly warnings: readonly Warning[]}
    >
  | Event<'RunFailed', RunFailure>
  | Event<'RunAbandoned', {readonly reason: string}>
  | Event<'RosterKeyDestroyed', {readonly rosterId: string}>
  | Event<'NotificationQueued', {readonly notificationId: string; readonly kind: NotificationKind}>
  | SendingEvent;

type Event<Type extends string, Data> = {readonly type: Type; readonly data: Data};

/** The original's words for where a run stands. */
export const STAGES = [
  'initialization',
  'getting_active_campaigns',
  'getting_spss_users',
  'distributing_users',
  'inserting_users',
  'completed',
] as const;
export type Stage = (typeof STAGES)[number];

export type SkipReason = 'no_active_campaigns' | 'no_count_day_5_users' | 'all_users_enrolled';

export type NotificationKind = 'success' | 'skipped' | 'error' | 'critical' | 'partial' | 'abandoned' | 'tables_differ';

export type RunStart = {
  readonly businessDate: BusinessDate;
  /** The scheduled time this run answers for; null for a manual run. */
  readonly slot: IsoInstant | null;
  readonly countDay: string;
  readonly epoch: number;
  /** Hash of the previous run's last event: the chain from run to run. */
  readonly previousRunHash: string | null;
  /** Seals all that stood in the log before this run; left out by version 0.1.0. */
  readonly logHead?: string;
  /** Why the safety stop was overridden. */
  readonly forced: string | null;
  /** Why a person asked for it; left out when nobody said, and by version 0.1.0. */
  readonly reason?: string | null;
  /** Earlier runs of the date, oldest first, at most the latest ten; left out when there is none, and by version 0.1.0. */
  readonly earlier?: readonly EarlierAttempt[];
};

/** A run as it stood when another one of its date began. `reason`: why it was skipped or abandoned, or its failure's kind. */
export type EarlierAttempt = {readonly runId: RunId; readonly status: RunStatus; readonly reason: string | null};

/**
 * What can go wrong, as far as the answer to it differs. `unreachable` passes by itself, `refused` (a login, a grant, a full
 * tablespace) waits for a person; `expired`: it died before its plan, and its day is over.
 */
export type FailureKind = 'unreachable' | 'refused' | 'safety_stop' | 'breach' | 'expired' | 'unexpected';

/** A database did not do its part, and nothing else is wrong. */
export const AWAY: readonly FailureKind[] = ['unreachable', 'refused'];

export type RunFailure = {
  readonly stage: Stage;
  readonly kind: FailureKind;
  /** The database that failed, if it was one. */
  readonly database: Database | null;
  readonly message: string;
  /** What a person can do about it. */
  readonly advice: string | null;
};

export type PlannedGroup = {
  readonly letter: GroupLetter;
  readonly theoryId: TheoryId;
  /** People whom earlier runs gave the group: who is furthest behind gets of the remainder. */
  readonly carried: number;
  readonly size: number;
  /** HMAC of the group's members in dealt order. */
  readonly digest: string;
};

export type PlannedCampaign = {
  readonly theoryId: TheoryId;
  readonly name: string;
  readonly startDate: WallTime;
  readonly endDate: WallTime;
  readonly total: number;
  readonly groups: readonly PlannedGroup[];
};

/** How a plan was dealt; all of it is under the plan's digest. */
export type PlannedAllocation = {
  readonly method: AllocationMethod;
  /** Of the algorithm: another one deals others. */
  readonly version: 1;
  /** What people were told apart by, in its one spelling. */
  readonly stratifyBy: string;
  /** In binary order: the rows of the tables. */
  readonly strata: readonly string[];
  /** By campaign, people by stratum and group: whom earlier runs have dealt, and whom this one deals. Admins only. */
  readonly campaigns: Readonly<Record<TheoryId, {readonly standing: StrataCounts; readonly today: StrataCounts}>>;
  /**
   * By group, HMAC of its members in canonical order: what is left to compare once what strata were made of is gone
   * with the roster. Only of plans by more than ids.
   */
  readonly members?: Readonly<Record<TheoryId, string>>;
};

export type DistributionPlan = {
  readonly rosterId: string;
  /** Hex; admins only. */
  readonly seed: string;
  /** Fingerprint of the key that the digests were made with. */
  readonly digestKey: string;
  readonly planDigest: string;
  readonly users: UserCounts;
  /** How many digits most ids of the load have; null when none is plain digits. */
  readonly idDigits: number | null;
  readonly campaigns: readonly PlannedCampaign[];
  /** Left out by version 0.1.0. */
  readonly allocation?: PlannedAllocation;
  /** Left out where nobody looked: with CARRYOVER_DAYS=0, and by version 0.1.0. */
  readonly carryOver?: CarryOver;
  /** Each database's SYSDATE before the first write: this run's rows are not older. */
  readonly since: Readonly<Record<Database, WallTime>>;
  /** What stood before the first write: rows as new as `since`, usually none, and rows in all. Without groups that had none. */
  readonly baseline: readonly GroupCount[];
  readonly warnings: readonly Warning[];
};

export type GroupWrite = {
  readonly theoryId: TheoryId;
  readonly table: Table;
  /** The group's planned people, all of whom stand in the table now. */
  readonly rows: number;
  /** How many the last, successful transaction inserted; the others stood there already. */
  readonly inserted: number;
  /** How many stood there from before the run. */
  readonly preexisting: number;
};

/** What stands of a group in a table: rows and distinct people not older than the run's `since`, and rows in all. */
export type GroupCount = {
  readonly table: Table;
  readonly theoryId: TheoryId;
  readonly rows: number;
  readonly distinct: number;
  readonly total: number;
  /** Rows of the day on which the run was planned, in its baseline; left out where there were none. */
  readonly today?: number;
};
