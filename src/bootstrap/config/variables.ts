import type {z} from 'zod';
import {LANGUAGES} from '../../application/words/language.ts';
import {ALLOCATION_METHODS} from '../../domain/group-allocator.ts';
import {IIN_FORMATS} from '../../domain/iin-format.ts';
import {duration, durationOrNever} from './duration.ts';
import {asItIs, hidden, maskMongoUri, maskPastHost, maskQuery, publicHalf} from './masks.ts';
import {
  adminClaim,
  baseUrl,
  checkIds,
  choice,
  claimName,
  connectString,
  contacts,
  countDay,
  cron,
  email,
  emails,
  factors,
  host,
  identifier,
  integer,
  key32,
  keys32,
  keysUrl,
  mongoUri,
  networks,
  oracleName,
  password,
  type Schema,
  share,
  shownText,
  signingSecret,
  text,
  timeZone,
  webUrl,
} from './schemas.ts';
import {size} from './size.ts';

export type Variable<Value = unknown> = {
  /** One line for people. */
  readonly doc: string;
  readonly expected: string;
  /** The text that stands in for an unset variable; null if it may stay unset. */
  readonly fallback: string | null;
  /** How a value is shown; null shows it as it is. What has a mask is never repeated in a fault. */
  readonly mask: ((value: string) => string) | null;
  readonly schema: z.ZodType<Value>;
};

const port = integer(1, 65_535);
const logLevel = choice('trace', 'debug', 'info', 'warn', 'error', 'fatal');

/** All the service reads from its environment: what parsing, suggestions and masks come from. */
export const VARIABLES = {
  STORAGE: optional(choice('sqlite', 'oracle'), 'The two databases; oracle if ORACLE_HOST is set, else sqlite'),
  STATE: optional(choice('sqlite', 'mongodb'), 'The event store; mongodb if MONGODB_URI is set, else sqlite'),
  MAIL_TRANSPORT: optional(choice('file', 'smtp'), 'Where mail goes; smtp if SMTP_SERVER is set, else file'),
  INSTANCE_NAME: optional(shownText, 'What this installation is called on pages, in mails and their Message-IDs'),
  CONTACTS: optional(contacts, 'Whom to reach in an emergency: told by each mail that somebody must act on'),
  DEFAULT_LANGUAGE: setting(choice(...LANGUAGES), 'ru', 'Language of the pages, for who has chosen none'),
  DATA_DIR: setting(text, './var', 'Folder of the SQLite files, the mail files and the generated secrets'),

  ORACLE_HOST: optional(host, 'DSSB_APP: host'),
  ORACLE_PORT: setting(port, '1521', 'DSSB_APP: port'),
  ORACLE_SID: optional(oracleName, 'DSSB_APP: SID'),
  ORACLE_SERVICE_NAME: optional(oracleName, 'DSSB_APP: service name, instead of a SID'),
  ORACLE_USER: optional(text, 'DSSB_APP: user'),
  ORACLE_PASSWORD: secret(password, 'DSSB_APP: password'),
  ORACLE_CONNECT_STRING: secret(connectString, 'DSSB_APP: instead of host, port and SID, such as tcps://…', asItIs),
  ORACLE_WALLET_DIR: optional(text, 'DSSB_APP: folder with ewallet.pem, for TCPS'),
  ORACLE_WALLET_PASSWORD: secret(password, 'DSSB_APP: password of the wallet'),
  ORACLE_SCHEMA: setting(identifier, 'DSSB_APP', 'Schema of SoftCollection_theories and the SC_local tables'),
  SPSS_ORACLE_HOST: optional(host, 'SPSS: host'),
  SPSS_ORACLE_PORT: setting(port, '1521', 'SPSS: port'),
  SPSS_ORACLE_SID: optional(oracleName, 'SPSS: SID'),
  SPSS_ORACLE_SERVICE_NAME: optional(oracleName, 'SPSS: service name, instead of a SID'),
  SPSS_ORACLE_USER: optional(text, 'SPSS: user'),
  SPSS_ORACLE_PASSWORD: secret(password, 'SPSS: password'),
  SPSS_ORACLE_CONNECT_STRING: secret(connectString, 'SPSS: instead of host, port and SID', asItIs),
  SPSS_ORACLE_WALLET_DIR: optional(text, 'SPSS: folder with ewallet.pem, for TCPS'),
  SPSS_ORACLE_WALLET_PASSWORD: secret(password, 'SPSS: password of the wallet'),
  SPSS_ORACLE_SCHEMA: setting(identifier, 'SPSS', 'Schema of SC_theory_users'),
  SPSS_SOURCE_SCHEMA: setting(identifier, 'SPSS_USER_DRACRM', 'Schema of SC_1_120'),
  TNS_ADMIN: optional(text, 'Folder of the tnsnames.ora for names in the connect strings'),
  ORACLE_CLIENT_DIR: optional(text, "Oracle Client's libraries, for Thick mode: native network encryption"),
  ORACLE_TLS: optional(choice('required'), 'Both databases: required connects over TCPS only'),
  ORACLE_CALL_TIMEOUT: setting(duration('1s', '1h'), '2m', 'How long a call to Oracle may take'),
  MONGODB_URI: secret(mongoUri, 'MongoDB for events, rosters, leases and jobs', maskMongoUri),
  LOCK_WAIT: setting(duration('0s', '1h'), '60s', 'How long a locked table or database file is waited for'),

  COUNT_DAY: setting(countDay, '5', 'COUNT_DAY of the users to distribute: one day or a range such as 6-30'),
  IIN_FORMAT: setting(
    choice(...IIN_FORMATS),
    'plausible',
    'Which ids are dealt: those that do not look spoilt, true IINs, or any',
  ),
  MAX_USERS: setting(integer(1, 100_000_000), '200000', 'More users than this stop a run before it plans'),
  ALLOCATION: setting(choice(...ALLOCATION_METHODS), 'random', 'How users are dealt to campaigns and groups'),
  STRATIFY_BY: setting(
    factors,
    'sex,birth_decade',
    'What people are told apart by: ALLOCATION=stratified gives each group its part of each kind, random only counts',
  ),
  CARRYOVER_DAYS: setting(
    integer(0, 3650),
    '90',
    'Days after the end of a campaign for which it is kept whom it had, for counts and former_group; 0 counts nobody',
  ),
  LOSSES: setting(
    choice('exact', 'tolerated'),
    'exact',
    'Rows that are gone from the tables: each is told, or only when some groups lose more than others',
  ),
  BASELINE_RATE: optional(
    share,
    'Share of people with the outcome in group A, such as repayment, for the differences that a preview names',
  ),
  BATCH_ROWS: setting(integer(1, 100_000), '10000', 'Rows sent to a database at once'),
  LEASE: setting(duration('100ms', '10m'), '10s', 'How long a silent process keeps the right to run'),

  SCHEDULE_CRON: setting(cron, '0 9 * * *', 'When the daily run starts'),
  SCHEDULE_TIMEZONE: setting(timeZone, 'Asia/Almaty', 'Time zone of the schedule and of business dates'),
  MISFIRE_GRACE: setting(duration('1m', '24h'), '3h', 'How late a missed run may still start'),
  LATE_LOAD_CHECK: setting(
    durationOrNever('1m', '24h'),
    '10m',
    'How often people are looked for after a run found none, until MISFIRE_GRACE ends; 0 for never',
  ),

  EMAIL_SENDER: optional(email, 'Sender of the mails; required with SMTP'),
  CAMPAIGN_NOTIFICATION_EMAILS: optional(emails, 'Recipients of the mails; required with SMTP'),
  SMTP_SERVER: optional(host, 'Mail server: host'),
  SMTP_PORT: optional(port, 'Mail server: port; 465 with SMTP_TLS=tls, else 587'),
  SMTP_USERNAME: optional(text, 'Mail server: user, if it wants one'),
  SMTP_PASSWORD: secret(password, 'Mail server: password'),
  SMTP_NAME: optional(host, 'Mail server: what this host calls itself; the domain of EMAIL_SENDER unless set'),
  SMTP_TLS: setting(choice('starttls', 'tls', 'none'), 'starttls', 'Mail server: how the connection is encrypted'),

  HTTP_HOST: setting(host, '127.0.0.1', 'Address that the HTTP server listens on'),
  PORT: setting(integer(0, 65_535), '8000', 'Port of the HTTP server; 0 takes a free one'),
  PUBLIC_URL: optional(baseUrl, 'Address under which people reach the service'),
  TLS_CERT_FILE: optional(text, 'HTTPS: certificate with its chain (PEM); read again when it changes'),
  TLS_KEY_FILE: optional(text, 'HTTPS: key of the certificate (PEM)'),
  TRUSTED_PROXIES: optional(
    networks,
    'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody unless set',
  ),
  AUTH_JWT_SECRET: secret(signingSecret, 'Secret that tokens are signed with (HS256)'),
  AUTH_JWT_SECRET_OLD: secret(signingSecret, 'The secret before, while tokens signed with it are still to be taken'),
  AUTH_JWKS_URL: secret(keysUrl, 'Address of the public keys of tokens, instead of AUTH_JWT_SECRET', maskQuery),
  AUTH_ISSUER: optional(text, 'Issuer that tokens must name; required with AUTH_JWKS_URL'),
  AUTH_AUDIENCE: optional(text, 'Audience that tokens must name; required with AUTH_JWKS_URL'),
  AUTH_ADMIN_CLAIM: optional(adminClaim, 'Claim that makes an admin, such as roles=softcollection-admin'),
  OIDC_ISSUER: optional(keysUrl, 'OpenID Connect provider that people sign in at; needs PUBLIC_URL'),
  OIDC_CLIENT_ID: optional(text, 'Name of this service at the provider; required with OIDC_ISSUER'),
  OIDC_CLIENT_SECRET: secret(password, 'Password of this service at the provider; required with OIDC_ISSUER'),
  OIDC_ROLE_CLAIM: setting(claimName, 'roles', "Claim of the provider's ID token that holds the roles"),
  OIDC_ADMIN: optional(text, 'Role whose holders are admins; nobody is without it'),
  OIDC_VIEWER: optional(text, 'Role whose holders may look; nobody but admins may without it'),
  METRICS: setting(choice('open', 'token', 'off'), 'open', 'Who may read /metrics'),
  DOCS: setting(choice('open', 'token', 'off'), 'open', 'Who may read /docs and /openapi.json'),

  ASSIGNMENT_SECRET: secret(key32, 'Key of the random assignment'),
  ASSIGNMENT_SECRET_OLD: secret(keys32, 'Former values of ASSIGNMENT_SECRET, to verify the runs of their time'),
  ROSTER_KEY: secret(key32, 'Key that stored rosters are encrypted under'),
  ROSTER_KEY_OLD: secret(keys32, 'Former values of ROSTER_KEY, until softcollection state rekey has been run'),
  AUDIT_KEY: secret(key32, 'Key that audit exports are signed with (Ed25519); shown by its public half', publicHalf),
  ROSTER_DAYS: setting(integer(0, 3650), '7', 'Days after completion when a roster becomes unreadable'),
  LIST_DAYS: setting(
    integer(0, 3650),
    '400',
    'Days after its date for which a run can be listed by export assignments; 0: a stratified one never',
  ),

  LOG_LEVEL: optional(logLevel, 'Least severe line that is logged'),
  LOG_FILE: optional(text, 'File that log lines are also written to'),
  LOG_MAX_SIZE: optional(size('100KB', '10GB'), 'Size at which LOG_FILE is put aside as .1, .2 …; it grows without it'),
  LOG_KEEP: setting(integer(1, 1000), '9', 'How many log files that were put aside are kept'),
  DOCTOR_ACCEPT: optional(checkIds, 'Findings of doctor that somebody knows of: they change no exit code and no alert'),
  PING_URL: secret(webUrl, "Dead-man's switch told of each start, failure and success", maskPastHost),
} satisfies Readonly<Record<string, Variable>>;

export type VariableName = keyof typeof VARIABLES;

export type Values = {readonly [Name in VariableName]: z.output<(typeof VARIABLES)[Name]['schema']>};

export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];

export function isVariableName(name: string): name is VariableName {
  return Object.hasOwn(VARIABLES, name);
}

function setting<Value>(schema: Schema<Value>, fallback: string, doc: string): Variable<Value> {
  return {doc, expected: schema.description!, fallback, mask: null, schema};
}

function optional<Value>(schema: Schema<Value>, doc: string): Variable<Value | null> {
  return {doc, expected: schema.description!, fallback: null, mask: null, schema: schema.nullable()};
}

function secret<Value>(schema: Schema<Value>, doc: string, mask = hidden): Variable<Value | null> {
  return {...optional(schema, doc), mask};
}
