import type {OracleAccess} from '../../adapters/oracle/oracle-access.ts';
import {formatCountDay} from '../../domain/count-day.ts';
import {formatFactors} from '../../domain/strata.ts';
import type {ConfigDraft} from './config-types.ts';
import {formatDuration} from './duration.ts';
import {formatSize} from './size.ts';
import {VARIABLE_NAMES, VARIABLES, type Variable, type VariableName} from './variables.ts';

type Described = Readonly<Record<VariableName, string | number | null>>;

/** The effective configuration by variable name, secrets masked; null where nothing is set or used. */
export function describeConfig(config: ConfigDraft): Described {
  const values = plainValues(config);
  const generated: readonly VariableName[] = config.secrets.generated;
  const shown = VARIABLE_NAMES.map((name) => {
    const {mask}: Variable = VARIABLES[name];
    const value = values[name];
    if (generated.includes(name)) return [name, '(generated in DATA_DIR)'];
    return [name, mask && value !== null ? mask(String(value)) : value];
  });
  return Object.fromEntries(shown);
}

/** The values of which `describeConfig` shows nothing, whole and in the parts that are the secret. */
export function secretsIn(config: ConfigDraft): string[] {
  const values = plainValues(config);
  const hidden = VARIABLE_NAMES.flatMap((name) => {
    const {mask}: Variable = VARIABLES[name];
    const value = values[name];
    return mask === null || value === null ? [] : secretParts(String(value));
  });
  return [...new Set(hidden)].filter((text) => text.length >= SHORTEST_SECRET);
}

/** What is shorter would be found in any text. */
const SHORTEST_SECRET = 4;

/** Of addresses: the password, and what stands behind the host. */
function secretParts(value: string): string[] {
  const [, password] = /^[^:]+:\/\/[^:@/]*:([^@/]*)@/.exec(value) ?? [];
  const [, path] = /^https?:\/\/[^/]+\/(.+)$/.exec(value) ?? [];
  return [
    value,
    ...value.split(','),
    ...(password ? [password, decodeURIComponent(password)] : []),
    ...(path ? [path] : []),
  ];
}

function plainValues(config: ConfigDraft): Described {
  const {state, auth, http, schedule} = config;
  return {
    STORAGE: config.storage.type,
    STATE: state.type,
    DATA_DIR: config.dataDir,
    INSTANCE_NAME: config.instanceName,
    CONTACTS: config.contacts.map((contact) => contact.join(': ')).join('; ') || null,
    DEFAULT_LANGUAGE: config.language,
    ...oracleValues(config),
    MONGODB_URI: state.type === 'mongodb' ? state.uri : null,
    LOCK_WAIT: formatDuration(config.lockWaitMs),
    COUNT_DAY: formatCountDay(config.countDay),
    IIN_FORMAT: config.iinFormat,
    MAX_USERS: config.maxUsers,
    ALLOCATION: config.allocation.method,
    STRATIFY_BY: formatFactors(config.allocation.factors),
    CARRYOVER_DAYS: config.carryOverDays,
    LOSSES: config.losses,
    BASELINE_RATE: config.baselineRate,
    BATCH_ROWS: config.batchRows,
    LEASE: formatDuration(config.leaseMs),
    SCHEDULE_CRON: schedule.cron,
    SCHEDULE_TIMEZONE: schedule.timezone,
    MISFIRE_GRACE: formatDuration(schedule.misfireGraceMs),
    LATE_LOAD_CHECK: schedule.lateLoadCheckMs === 0 ? '0' : formatDuration(schedule.lateLoadCheckMs),
    ...mailValues(config),
    HTTP_HOST: http.host,
    PORT: http.port,
    PUBLIC_URL: http.publicUrl,
    TLS_CERT_FILE: http.tls?.certFile ?? null,
    TLS_KEY_FILE: http.tls?.keyFile ?? null,
    TRUSTED_PROXIES: http.trustedProxies.join(',') || null,
    AUTH_JWT_SECRET: auth.type === 'secret' ? auth.secret : null,
    AUTH_JWT_SECRET_OLD: auth.type === 'secret' ? (auth.olderSecrets[0] ?? null) : null,
    AUTH_JWKS_URL: auth.type === 'jwks' ? auth.url : null,
    AUTH_ISSUER: auth.issuer,
    AUTH_AUDIENCE: auth.audience,
    AUTH_ADMIN_CLAIM: auth.adminClaim && `${auth.adminClaim.path.join('.')}=${auth.adminClaim.value}`,
    OIDC_ISSUER: config.provider?.issuer ?? null,
    OIDC_CLIENT_ID: config.provider?.clientId ?? null,
    OIDC_CLIENT_SECRET: config.provider?.clientSecret ?? null,
    OIDC_ROLE_CLAIM: config.provider?.roleClaim.join('.') ?? null,
    OIDC_ADMIN: config.provider?.admin ?? null,
    OIDC_VIEWER: config.provider?.viewer ?? null,
    METRICS: config.metrics,
    DOCS: config.docs,
    ASSIGNMENT_SECRET: config.secrets.assignmentSecret,
    ASSIGNMENT_SECRET_OLD: config.secrets.oldAssignmentSecrets.join(',') || null,
    ROSTER_KEY: config.secrets.rosterKey,
    ROSTER_KEY_OLD: config.secrets.oldRosterKeys.join(',') || null,
    AUDIT_KEY: config.secrets.auditKey,
    ROSTER_DAYS: config.rosterDays,
    LIST_DAYS: config.listDays,
    LOG_LEVEL: config.log.level,
    LOG_FILE: config.log.file,
    LOG_MAX_SIZE: config.log.maxBytes && formatSize(config.log.maxBytes),
    LOG_KEEP: config.log.keep,
    DOCTOR_ACCEPT: config.doctorAccept.join(',') || null,
    PING_URL: config.pingUrl,
  };
}

function oracleValues({storage}: ConfigDraft) {
  const oracle = storage.type === 'oracle' ? storage : null;
  return {
    ...accessValues('', oracle?.dssb ?? null),
    ...accessValues('SPSS_', oracle?.spss ?? null),
    ORACLE_SCHEMA: oracle?.schemas.dssb ?? null,
    SPSS_ORACLE_SCHEMA: oracle?.schemas.spss ?? null,
    SPSS_SOURCE_SCHEMA: oracle?.schemas.source ?? null,
    TNS_ADMIN: oracle?.dssb.configDir ?? null,
    ORACLE_CLIENT_DIR: oracle?.clientDir ?? null,
    ORACLE_TLS: oracle?.tls ?? null,
    ORACLE_CALL_TIMEOUT: oracle && formatDuration(oracle.callTimeoutMs),
  };
}

function accessValues<Prefix extends '' | 'SPSS_'>(prefix: Prefix, access: OracleAccess | null) {
  const values = {
    HOST: access && 'host' in access ? access.host : null,
    PORT: access && 'port' in access ? access.port : null,
    SID: access && 'sid' in access ? access.sid : null,
    SERVICE_NAME: access && 'serviceName' in access ? access.serviceName : null,
    USER: access?.user ?? null,
    PASSWORD: access?.password ?? null,
    CONNECT_STRING: access && 'connectString' in access ? access.connectString : null,
    WALLET_DIR: access?.walletDir ?? null,
    WALLET_PASSWORD: access?.walletPassword ?? null,
  };
  const named = Object.entries(values).map(([name, value]) => [`${prefix}ORACLE_${name}`, value]);
  return Object.fromEntries(named) as Record<`${Prefix}ORACLE_${keyof typeof values}`, string | number | null>;
}

function mailValues({mail, sender, recipients}: ConfigDraft) {
  const smtp = mail.type === 'smtp' ? mail : null;
  return {
    MAIL_TRANSPORT: mail.type,
    EMAIL_SENDER: sender,
    SMTP_NAME: smtp?.name ?? null,
    CAMPAIGN_NOTIFICATION_EMAILS: recipients.length > 0 ? recipients.join(',') : null,
    SMTP_SERVER: smtp?.server ?? null,
    SMTP_PORT: smtp?.port ?? null,
    SMTP_USERNAME: smtp?.username ?? null,
    SMTP_PASSWORD: smtp?.password ?? null,
    SMTP_TLS: smtp?.tls ?? null,
  };
}
