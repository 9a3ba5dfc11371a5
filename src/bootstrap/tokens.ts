import type {ServiceIdentifier} from 'inversify';
import type {Letterhead} from '../adapters/mail/compose.ts';
import type {Transport} from '../adapters/mail/mail-notifier.ts';
import type {MongoState} from '../adapters/mongodb/mongo-connection.ts';
import type {Catalogue} from '../adapters/oracle/catalogue.ts';
import type {OracleDatabase} from '../adapters/oracle/oracle-database.ts';
import type {SqliteFile} from '../adapters/sqlite/sqlite-file.ts';
import type {CheckSources, Inspect} from '../application/checks/check-sources.ts';
import type {Hash} from '../application/events/event-envelope.ts';
import type {RunProjection} from '../application/events/run-projection.ts';
import type {AssignmentKeys} from '../application/ports/assignment-keys.ts';
import type {CampaignSource, EndedToday} from '../application/ports/campaign-source.ts';
import type {Clock} from '../application/ports/clock.ts';
import type {EnrolmentCipher} from '../application/ports/enrolment-cipher.ts';
import type {EnrolmentRegister} from '../application/ports/enrolment-register.ts';
import type {EventLog} from '../application/ports/event-log.ts';
import type {EventStore} from '../application/ports/event-store.ts';
import type {DatabaseTables, GroupTables} from '../application/ports/group-tables.ts';
import type {Heartbeats} from '../application/ports/heartbeats.ts';
import type {NextSlot, Notifier} from '../application/ports/notifier.ts';
import type {RosterCipher} from '../application/ports/roster-cipher.ts';
import type {RosterStore} from '../application/ports/roster-store.ts';
import type {RunLease} from '../application/ports/run-lease.ts';
import type {RunSummaries} from '../application/ports/run-summaries.ts';
import type {Schedule} from '../application/ports/schedule.ts';
import type {SentMails} from '../application/ports/sent-mails.ts';
import type {SourceTables} from '../application/ports/source-tables.ts';
import type {StateSurvey} from '../application/ports/state-survey.ts';
import type {StatementTexts} from '../application/ports/statement-texts.ts';
import type {UserSource} from '../application/ports/user-source.ts';
import type {RunDeps} from '../application/run/run-request.ts';
import type {Probe} from '../application/service/check-parts.ts';
import type {WallTime} from '../domain/ids.ts';
import type {Config} from './config/config-types.ts';

/** A name that carries the type of what is bound to it. */
function token<Service>(name: string): ServiceIdentifier<Service> {
  return Symbol(name);
}

export const TOKENS = {
  config: token<Config>('config'),
  clock: token<Clock>('clock'),
  hash: token<Hash>('hash'),
  newId: token<() => string>('newId'),
  /** The embedded databases' SYSDATE. */
  sysdate: token<() => WallTime>('sysdate'),
  /** Told when something is waited for. */
  onWait: token<(message: string) => void>('onWait'),
  /** Nothing that is opened is made or changed. */
  readOnly: token<boolean>('readOnly'),
  /** A database file that is not there is not made. */
  makesNone: token<boolean>('makesNone'),
  /** Aborted when the process is asked to stop. */
  stopping: token<AbortSignal>('stopping'),
  dssbFile: token<SqliteFile>('dssbFile'),
  spssFile: token<SqliteFile>('spssFile'),
  stateFile: token<SqliteFile>('stateFile'),
  dssbOracle: token<OracleDatabase>('dssbOracle'),
  spssOracle: token<OracleDatabase>('spssOracle'),
  dssbColumns: token<Catalogue>('dssbColumns'),
  spssColumns: token<Catalogue>('spssColumns'),
  mongo: token<MongoState>('mongo'),
  campaigns: token<CampaignSource>('campaigns'),
  endedToday: token<EndedToday>('endedToday'),
  users: token<UserSource>('users'),
  dssb: token<GroupTables>('dssb'),
  spss: token<GroupTables>('spss'),
  /** Those two. */
  tables: token<DatabaseTables>('tables'),
  /** Small reads that prove the databases answer. */
  probeDssb: token<Probe>('probeDssb'),
  probeSpss: token<Probe>('probeSpss'),
  /** What doctor asks of databases and state store. */
  inspectDssb: token<Inspect>('inspectDssb'),
  inspectSpss: token<Inspect>('inspectSpss'),
  inspectState: token<CheckSources['state']>('inspectState'),
  sourceTables: token<SourceTables>('sourceTables'),
  statementTexts: token<StatementTexts>('statementTexts'),
  events: token<EventStore>('events'),
  log: token<EventLog>('log'),
  survey: token<StateSurvey>('survey'),
  summaries: token<RunSummaries>('summaries'),
  runs: token<RunProjection>('runs'),
  rosters: token<RosterStore>('rosters'),
  lease: token<RunLease>('lease'),
  heartbeats: token<Heartbeats>('heartbeats'),
  keys: token<AssignmentKeys>('keys'),
  cipher: token<RosterCipher>('cipher'),
  register: token<EnrolmentRegister>('register'),
  enrolmentCipher: token<EnrolmentCipher>('enrolmentCipher'),
  letterhead: token<Letterhead>('letterhead'),
  mailTransport: token<Transport>('mailTransport'),
  sentMails: token<SentMails>('sentMails'),
  notify: token<Notifier>('notify'),
  schedule: token<Schedule>('schedule'),
  nextRun: token<NextSlot>('nextRun'),
  runDeps: token<RunDeps>('runDeps'),
} as const;
