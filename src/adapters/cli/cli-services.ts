import type {ListedToken} from '../../application/events/access-stream.ts';
import type {AuditLine} from '../../application/events/audit.ts';
import type {PageRequest, RunPage} from '../../application/events/page-runs.ts';
import type {Observe} from '../../application/events/progress.ts';
import type {ImportResult} from '../../application/import/import-rows.ts';
import type {BackupCounts, BackupHeader} from '../../application/ports/backup-file.ts';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import type {SourceTable} from '../../application/ports/source-tables.ts';
import type {MissingRun} from '../../application/run/assignments/listed-runs.ts';
import type {Preview} from '../../application/run/preview.ts';
import type {RegisteredText} from '../../application/run/register-campaign.ts';
import type {Rekeyed} from '../../application/run/rekey.ts';
import type {RunOutcome} from '../../application/run/run-distribution.ts';
import type {EarlyAnswers} from '../../application/service/early-answers.ts';
import type {SchedulerStatus} from '../../application/service/scheduler.ts';
import type {Migration} from '../../application/state/migrate.ts';
import type {Old} from '../../application/state/prune.ts';
import type {Explanation} from '../../application/verify/explain-person.ts';
import type {AuditRange, AuditTally} from '../../application/verify/export-audit.ts';
import type {VerifyReport} from '../../application/verify/verify-run.ts';
import type {Check} from '../../application/verify/verify-table.ts';
import type {BusinessDate, Iin, IsoInstant} from '../../domain/ids.ts';
import type {RunReport} from '../../domain/run-report.ts';

/** Every kind of mail, and where its files are. */
export type MailPreview = {
  readonly folder: string;
  readonly mails: readonly {readonly name: string; readonly subject: string; readonly files: readonly string[]}[];
};

/** What became of a test mail. `way`: how it went; `answer`: the server's last word, or the file. */
export type MailTest = {
  readonly way: string;
  readonly message_id: string;
  readonly accepted: readonly string[];
  readonly refused: readonly {readonly recipient: string; readonly answer: string; readonly is_final: boolean}[];
  readonly answer: string;
};

/** A list as it was written; `missing`: runs whose people are not in it, and why. */
export type Exported = {
  readonly campaign: string;
  readonly file: string;
  readonly people: number;
  readonly runs: number;
  readonly missing: readonly MissingRun[];
};
/** The log of a range of days as it was written; `fingerprint` of the key that it is signed with. */
export type AuditExported = AuditTally & {readonly file: string; readonly fingerprint: string};

/** A backup as it was written; `apart`: what is to be kept besides, and where that is. */
export type BackedUp = {
  readonly file: string;
  readonly counts: BackupCounts;
  readonly apart: readonly {readonly what: string; readonly where: string}[];
};

/** What was restored, and of when it is. */
export type Restored = Pick<BackupHeader, 'at' | 'version' | 'source'> & {readonly counts: BackupCounts};

/** The HTTP status, and the JSON document as text. */
export type Health = {readonly status: number; readonly text: string};

export type SignedToken = {readonly token: string; readonly id: string; readonly expires_at: string};

export type VariableNotes = {readonly doc: string; readonly expected: string; readonly fallback: string | null};

/** What the command line can ask for. Each call may throw a Failure. */
export type Services = {
  /** Where people find things, the data folder, the mails, the HTTP port; and when the daily job runs. */
  readonly settings: {
    readonly data: string;
    readonly mail: string | null;
    readonly http: string;
    readonly cron: string;
    readonly timezone: string;
  };
  /** `next`: make a new run once the owed ones are finished; `reconciled`: on a restored state, whatever the tables have beyond it. */
  run(options: {next: boolean; forced: string | null; reconciled: boolean}, observe: Observe): Promise<RunOutcome>;
  /** The service: goes on until it is asked to stop. */
  start(options: {reconciled: boolean}): Promise<void>;
  /** What the service that runs on this machine says of itself, or with `ready` of all that it needs. */
  health(options: {ready: boolean}): Promise<Health>;
  /** Whether the daily job is on, and its next run. */
  schedulerStatus(): Promise<SchedulerStatus>;
  /** The next runs of the daily job; none while it is off. */
  nextRuns(count: number): Promise<readonly IsoInstant[]>;
  /** Answers whether that changed anything. */
  switchScheduler(on: boolean): Promise<boolean>;
  preview(options: {forced: boolean; sql: boolean}, observe: Observe): Promise<Preview>;
  verify(id: string | null): Promise<VerifyReport>;
  /** What a run (or the latest) did with one person; the audit says who asked of which run. */
  explain(id: string | null, iin: Iin): Promise<Explanation>;
  /** The whole log; `expected`: a head that was noted elsewhere. */
  verifyChain(expected: string | null): Promise<readonly Check[]>;
  pageRuns(page: PageRequest): Promise<RunPage>;
  /** To a file that only its owner can read, whatever goes on meanwhile. */
  backUpState(file: string, options: {replace: boolean}, observe: (counts: BackupCounts) => void): Promise<BackedUp>;
  /** `replace`: in the place of a state that stands here. */
  restoreState(file: string, options: {replace: boolean}, observe: (counts: BackupCounts) => void): Promise<Restored>;
  /** Brings the state to this version's shape, as the next start would; a dry run only looks. */
  migrateState(options: {dryRun: boolean}): Promise<Migration>;
  /** Removes what is only there to be looked at and older than so many days; a dry run only counts. */
  prune(days: number, options: {dryRun: boolean}): Promise<Old>;
  /** Makes the read model of the runs anew from the log; answers how many runs there are. */
  rebuildState(): Promise<number>;
  /** Puts what is sealed under a former ROSTER_KEY under the present one. */
  rekeyState(): Promise<Rekeyed>;
  /** The runs that are not finished, oldest first. */
  listOwed(): Promise<RunReport[]>;
  /** The run of that id, or the latest; null when there is none yet. */
  showRun(id: string | null): Promise<RunReport | null>;
  runEvents(id: string, options: {showSeed: boolean}): Promise<StoredEvent[]>;
  /** What admins asked for, newest first; from that day on, or all. */
  listAudit(since: BusinessDate | null): Promise<readonly AuditLine[]>;
  /** For an auditor, signed; to a file that only its owner can read. */
  exportAudit(range: Omit<AuditRange, 'zone'>, file: string, options: {replace: boolean}): Promise<AuditExported>;
  /** To a file that only its owner can read. */
  exportAssignments(campaign: string, file: string, options: {replace: boolean}): Promise<Exported>;
  /** A text file that lays down what a campaign is to find out; answers the version that stands now. */
  registerCampaign(campaign: string, file: string): Promise<RegisteredText>;
  listRegistrations(campaign: string): Promise<readonly RegisteredText[]>;
  abandon(id: string, said: {reason: string; reconciled: boolean}, observe: Observe): Promise<RunOutcome>;
  /** A dry run only counts. */
  importCsv(table: SourceTable, path: string, options: {replace: boolean; dryRun: boolean}): Promise<ImportResult>;
  /** Into a folder, or DATA_DIR's own when that is null. */
  previewMails(to: string | null): Promise<MailPreview>;
  testMail(): Promise<MailTest>;
  /** Fills an empty data folder with campaigns and people made up for a first look. */
  prepareDemo(): Promise<void>;
  /** A token for the local secret, which is recorded. */
  issueToken(request: {sub: string; permission: 'admin' | 'viewer'; days: number}): Promise<SignedToken>;
  /** Newest first. */
  listTokens(): Promise<readonly ListedToken[]>;
  /** One by its id, or all that somebody was issued until now. */
  revokeTokens(which: {id: string} | {sub: string}): Promise<{revoked: string}>;
  /** By variable name, secrets masked; null where nothing is set. */
  describeConfig(): Readonly<Record<string, string | number | null>>;
  /** What no reading of the variables can tell: of columns in STRATIFY_BY that the embedded SC_1_120 has not. With Oracle `doctor` asks. */
  doubtConfig(): Promise<readonly string[]>;
  /** By variable name: what it is for, what it may be, and what stands in where it is not set. */
  describeVariables(): Readonly<Record<string, VariableNotes>>;
  /** What a wrong clock has said of slots that lie ahead; `reopenSlots` undoes it. */
  earlyAnswers(): Promise<EarlyAnswers>;
  reopenSlots(): Promise<EarlyAnswers>;
  close(): Promise<void>;
};
