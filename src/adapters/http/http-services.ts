import type {AuditLine} from '../../application/events/audit.ts';
import type {CampaignHistory, ListedCampaign} from '../../application/events/campaign-history.ts';
import type {Origin} from '../../application/events/event-envelope.ts';
import type {PageRequest, RunPage} from '../../application/events/page-runs.ts';
import type {Progress} from '../../application/events/progress.ts';
import type {RunFigures} from '../../application/events/run-figures.ts';
import type {CheckResult} from '../../application/ports/check-result.ts';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import type {SentMail} from '../../application/ports/sent-mails.ts';
import type {StartedCall} from '../../application/run/begin-run.ts';
import type {Preview} from '../../application/run/preview.ts';
import type {PartState} from '../../application/service/check-parts.ts';
import type {Day} from '../../application/service/list-days.ts';
import type {RunCall} from '../../application/service/run-here.ts';
import type {VerifiedRun} from '../../application/verify/verify-date.ts';
import type {TokenName} from '../../domain/access.ts';
import type {AdminAction} from '../../domain/audit-events.ts';
import type {BusinessDate, IsoInstant, RunId, TheoryId} from '../../domain/ids.ts';
import type {RunReport} from '../../domain/run-report.ts';
import type {Switch} from '../../domain/scheduler.ts';
import type {Watcher} from './live-feed.ts';

export type SchedulerStatus = {
  /** `stopped`: a person switched it off. */
  readonly status: 'running' | 'stopped';
  /** Null when switched off. */
  readonly nextRun: IsoInstant | null;
  /** The latest that was due since the job is on; null when switched off. */
  readonly latestSlot: IsoInstant | null;
  /** Null before the first start. */
  readonly switched: Switch | null;
  readonly cron: string;
  readonly timezone: string;
};

/** How far a run of this process is. */
export type RunProgress = Extract<Progress, {type: 'stage' | 'rows'}>;

/** What HTTP can ask for. Each call may throw a Failure; none holds up the thread for long. */
export type HttpServices = {
  schedulerStatus(): Promise<SchedulerStatus>;
  /** Oldest first; none when switched off. */
  nextRuns(count: number): Promise<readonly IsoInstant[]>;
  switchScheduler(on: boolean, origin: Origin, reason?: string): Promise<void>;
  /** Whether a token was withdrawn; may be some seconds old. */
  isWithdrawn(token: TokenName): Promise<boolean>;
  /** Ends a session in all processes, within seconds. */
  endSession(id: string, origin: Origin): Promise<void>;
  recordAdminAction(action: AdminAction): Promise<void>;
  /** Newest first; from that day on, or all. */
  listAudit(since: BusinessDate | null): Promise<readonly AuditLine[]>;
  /** Of the next run, with a sample of its people. */
  preview(): Promise<Preview>;
  /** More people than this stop the next run, by what its forerunners had; null without any. */
  usualLimit(): Promise<number | null>;
  /** A manual run, which uses up no slot. Rejects with `plan_changed` when the plan is not the expected one. */
  beginRun(origin: Origin, said?: Pick<RunCall, 'reason' | 'expectedDigest'>): Promise<StartedCall>;
  today(): BusinessDate;
  /** The dates from one to another, both included, oldest first. */
  listDays(from: BusinessDate, to: BusinessDate): Promise<readonly Day[]>;
  verifyDate(date: BusinessDate): Promise<readonly VerifiedRun[]>;
  pageRuns(page: PageRequest): Promise<RunPage>;
  /** Null when there is no such run. */
  showRun(id: RunId): Promise<RunReport | null>;
  /** As stored, after a version; none when there is no such run. */
  runEvents(id: RunId, options: {showSeed: boolean; after: number}): Promise<readonly StoredEvent[]>;
  /** Those of the latest plan, in its order; may be some seconds old. */
  listCampaigns(): Promise<readonly ListedCampaign[]>;
  /** Null when no run has given it anybody. */
  showCampaign(id: TheoryId): Promise<CampaignHistory | null>;
  /** By the id that `SentMail` says; null when it is not kept. */
  sentMail(id: string): Promise<SentMail | null>;
  /** Null when the run executes elsewhere, or not at all. */
  progressOf(id: RunId): RunProgress | null;
  /** Tells of each event of runs and scheduler that is stored from now on, seeds hidden, and how far runs here are. */
  watch(listener: Watcher, signal: AbortSignal): void;
  /** Each is asked now, for a bounded time. */
  testConnections(): Promise<Readonly<Record<'dssb_app' | 'spss' | 'state', PartState>>>;
  /** The same and the scheduler; may be a second old. */
  readiness(): Promise<Readonly<Record<'dssb_app' | 'spss' | 'state' | 'scheduler', PartState>>>;
  /** By id; may be some seconds old. */
  checks(): Promise<readonly CheckResult[]>;
  /** What they found within the last hour or so, without a wait; none before the first time. */
  lastChecks(): readonly CheckResult[];
  /** May be some seconds old. */
  figures(): Promise<RunFigures>;
};
