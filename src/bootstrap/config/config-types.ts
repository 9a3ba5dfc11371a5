import type {HttpConfig, ProviderSettings, TokenRules} from '../../adapters/http/config.ts';
import type {Contacts} from '../../adapters/mail/letter/letter.ts';
import type {OracleAccess} from '../../adapters/oracle/oracle-access.ts';
import type {OracleSchemas} from '../../adapters/oracle/statements.ts';
import type {CheckId} from '../../application/ports/check-result.ts';
import type {Language} from '../../application/words/language.ts';
import type {CountDay} from '../../domain/count-day.ts';
import type {AllocationRule} from '../../domain/group-allocator.ts';
import type {Values} from './variables.ts';

export type OracleStorage = {
  readonly type: 'oracle';
  readonly dssb: OracleAccess;
  readonly spss: OracleAccess;
  readonly schemas: OracleSchemas;
  /** Null is Thin mode. */
  readonly clientDir: string | null;
  readonly callTimeoutMs: number;
  /** Null: as each address says. */
  readonly tls: Values['ORACLE_TLS'];
};

export type Storage = {readonly type: 'sqlite'} | OracleStorage;

export type State = {readonly type: 'sqlite'} | {readonly type: 'mongodb'; readonly uri: string};

export type MailSettings =
  | {readonly type: 'file'}
  | {
      readonly type: 'smtp';
      readonly server: string;
      readonly port: number;
      readonly tls: Values['SMTP_TLS'];
      /** What this host calls itself. */
      readonly name: string | null;
      /** Both or neither. */
      readonly username: string | null;
      readonly password: string | null;
    };

type RulesOf<Type extends TokenRules['type']> = Extract<TokenRules, {type: Type}>;
export type Auth<Secret> = RulesOf<'jwks'> | (Omit<RulesOf<'secret'>, 'secret'> & {readonly secret: Secret});

/** The secrets that are generated into DATA_DIR if they are not given. */
export type SecretName = 'ASSIGNMENT_SECRET' | 'ROSTER_KEY' | 'AUTH_JWT_SECRET';

/** All the service was told, checked; plain data, so that a worker thread can have it. */
export type Config<Secret = string> = {
  readonly storage: Storage;
  readonly state: State;
  readonly mail: MailSettings;
  readonly instanceName: string | null;
  /** Whom to reach in an emergency. */
  readonly contacts: Contacts;
  /** Of pages, for who has chosen none. */
  readonly language: Language;
  readonly sender: string | null;
  readonly recipients: readonly string[];
  readonly dataDir: string;
  readonly http: Pick<HttpConfig, 'host' | 'port' | 'publicUrl' | 'tls' | 'trustedProxies'>;
  readonly schedule: {
    readonly cron: string;
    readonly timezone: string;
    readonly misfireGraceMs: number;
    /** 0 is never. */
    readonly lateLoadCheckMs: number;
  };
  readonly leaseMs: number;
  /** How long a locked table or database file is waited for. */
  readonly lockWaitMs: number;
  readonly countDay: CountDay;
  readonly iinFormat: Values['IIN_FORMAT'];
  readonly maxUsers: number;
  readonly allocation: AllocationRule;
  readonly carryOverDays: number;
  readonly losses: Values['LOSSES'];
  readonly baselineRate: number | null;
  readonly batchRows: number;
  readonly auth: Auth<Secret>;
  /** Where people sign in with an account of the bank. */
  readonly provider: ProviderSettings | null;
  /** 32 bytes each, as hex. `generated` names the secrets, of these and `auth`, that DATA_DIR keeps. */
  readonly secrets: {
    readonly assignmentSecret: Secret;
    readonly rosterKey: Secret;
    /** AUDIT_KEY as it is set: `auditKeyOf` has the one that takes effect. */
    readonly auditKey: string | null;
    /** What ASSIGNMENT_SECRET was before, the latest first. */
    readonly oldAssignmentSecrets: readonly string[];
    /** What ROSTER_KEY was before. */
    readonly oldRosterKeys: readonly string[];
    readonly generated: readonly SecretName[];
  };
  readonly rosterDays: number;
  /** 0 keeps no lists. */
  readonly listDays: number;
  /** Without a level it depends on where the log goes. */
  readonly log: {
    readonly level: Values['LOG_LEVEL'];
    readonly file: string | null;
    /** Of the file, before it is put aside; null: it grows. */
    readonly maxBytes: number | null;
    readonly keep: number;
  };
  /** Findings of `doctor` that somebody knows of. */
  readonly doctorAccept: readonly CheckId[];
  readonly pingUrl: string | null;
  readonly metrics: Values['METRICS'];
  readonly docs: Values['DOCS'];
};

/** As read: the secrets that DATA_DIR keeps are still null. */
export type ConfigDraft = Config<string | null>;
