import type {ProviderSettings} from '../../adapters/http/config.ts';
import {domainOf} from '../../adapters/mail/addresses.ts';
import type {OracleAccess, OracleAddress} from '../../adapters/oracle/oracle-access.ts';
import {refuseClearText} from './clear-text.ts';
import type {Auth, ConfigDraft, Mail, SecretName, State, Storage} from './config-types.ts';
import type {Given} from './given.ts';
import {isLoopback} from './schemas.ts';
import type {VariableName} from './variables.ts';
import {isPublished} from './weak-secrets.ts';

/** Puts the values together; contradictions between them are added to the faults. */
export function buildConfig(given: Given): ConfigDraft {
  const {values} = given;
  const storage = buildStorage(given);
  const mail = buildMail(given);
  refuseClearText(given, {storage, mail});
  return {
    storage,
    state: buildState(given),
    mail,
    instanceName: values.INSTANCE_NAME,
    language: values.DEFAULT_LANGUAGE,
    sender: values.EMAIL_SENDER,
    recipients: values.CAMPAIGN_NOTIFICATION_EMAILS ?? [],
    dataDir: values.DATA_DIR,
    http: buildHttp(given),
    schedule: {
      cron: values.SCHEDULE_CRON,
      timezone: values.SCHEDULE_TIMEZONE,
      misfireGraceMs: values.MISFIRE_GRACE,
      lateLoadCheckMs: values.LATE_LOAD_CHECK,
    },
    leaseMs: values.LEASE,
    lockWaitMs: values.LOCK_WAIT,
    countDay: values.COUNT_DAY,
    iinFormat: values.IIN_FORMAT,
    maxUsers: values.MAX_USERS,
    allocation: {method: values.ALLOCATION, factors: values.STRATIFY_BY},
    batchRows: values.BATCH_ROWS,
    auth: buildAuth(given),
    provider: buildProvider(given),
    secrets: buildSecrets(given, storage),
    rosterDays: values.ROSTER_DAYS,
    log: {level: values.LOG_LEVEL, file: values.LOG_FILE},
    pingUrl: values.PING_URL,
    metrics: values.METRICS,
    docs: values.DOCS,
  };
}

function buildStorage(given: Given): Storage {
  const {values, isSet} = given;
  const meant = isSet('ORACLE_HOST') || isSet('ORACLE_CONNECT_STRING');
  const type = values.STORAGE ?? (meant ? 'oracle' : 'sqlite');
  if (type === 'oracle') {
    const {ORACLE_SCHEMA: dssb, SPSS_ORACLE_SCHEMA: spss, SPSS_SOURCE_SCHEMA: source} = values;
    return {
      type,
      dssb: buildAccess(given, ''),
      spss: buildAccess(given, 'SPSS_'),
      schemas: {dssb, spss, source},
      clientDir: values.ORACLE_CLIENT_DIR,
      callTimeoutMs: values.ORACLE_CALL_TIMEOUT,
      tls: values.ORACLE_TLS,
    };
  }
  // ORACLE_SID and the ports stand for nothing: Oracle's own tools use such names.
  if (!isSet('STORAGE')) expectHead(given, 'ORACLE_HOST', 'STORAGE=sqlite', ORACLE_SIGNS);
  return {type};
}

const ORACLE_SIGNS = [
  'ORACLE_USER',
  'ORACLE_PASSWORD',
  'SPSS_ORACLE_HOST',
  'SPSS_ORACLE_USER',
  'SPSS_ORACLE_PASSWORD',
] as const;

function buildAccess(given: Given, prefix: '' | 'SPSS_'): OracleAccess {
  const {values, need} = given;
  const because = 'with Oracle';
  refusePublished(given, `${prefix}ORACLE_PASSWORD`, values[`${prefix}ORACLE_HOST`]);
  return {
    user: need(`${prefix}ORACLE_USER`, because),
    password: need(`${prefix}ORACLE_PASSWORD`, because),
    configDir: values.TNS_ADMIN,
    walletDir: values[`${prefix}ORACLE_WALLET_DIR`],
    walletPassword: values[`${prefix}ORACLE_WALLET_PASSWORD`],
    ...buildAddress(given, prefix, because),
  };
}

function buildAddress({values, faults, isSet, need}: Given, prefix: '' | 'SPSS_', because: string): OracleAddress {
  const [whole, host] = [`${prefix}ORACLE_CONNECT_STRING`, `${prefix}ORACLE_HOST`] as const;
  if (isSet(whole)) {
    if (isSet(host)) faults.push({variable: whole, expected: `nothing if ${host} is set`});
    return {connectString: values[whole] ?? ''};
  }
  const [sid, serviceName] = [`${prefix}ORACLE_SID`, `${prefix}ORACLE_SERVICE_NAME`] as const;
  if (isSet(sid) && isSet(serviceName)) faults.push({variable: serviceName, expected: `nothing if ${sid} is set`});
  const byService = isSet(serviceName);
  return {
    host: need(host, `${because}, or ${whole}`),
    port: values[`${prefix}ORACLE_PORT`],
    ...(values.ORACLE_TLS === 'required' ? {tls: true} : {}),
    ...(byService ? {serviceName: values[serviceName] ?? ''} : {sid: need(sid, `${because}, or ${serviceName}`)}),
  };
}

function buildState({values, isSet, need}: Given): State {
  const type = values.STATE ?? (isSet('MONGODB_URI') ? 'mongodb' : 'sqlite');
  return type === 'mongodb' ? {type, uri: need('MONGODB_URI', 'with STATE=mongodb')} : {type};
}

function buildMail(given: Given): Mail {
  const {values, isSet, expect, need} = given;
  const type = values.MAIL_TRANSPORT ?? (isSet('SMTP_SERVER') ? 'smtp' : 'file');
  if (type === 'file') {
    if (!isSet('MAIL_TRANSPORT')) expectHead(given, 'SMTP_SERVER', 'MAIL_TRANSPORT=file', SMTP_SIGNS);
    return {type};
  }
  expect('EMAIL_SENDER', 'with SMTP');
  expect('CAMPAIGN_NOTIFICATION_EMAILS', 'with SMTP');
  if (isSet('SMTP_PASSWORD')) expect('SMTP_USERNAME', 'with SMTP_PASSWORD');
  if (isSet('SMTP_USERNAME')) expect('SMTP_PASSWORD', 'with SMTP_USERNAME');
  refusePublished(given, 'SMTP_PASSWORD', values.SMTP_SERVER);
  const {SMTP_TLS: tls, SMTP_NAME, EMAIL_SENDER, SMTP_USERNAME: username, SMTP_PASSWORD: password} = values;
  const name = SMTP_NAME ?? domainOf(EMAIL_SENDER);
  const port = values.SMTP_PORT ?? (tls === 'tls' ? 465 : 587);
  return {type, server: need('SMTP_SERVER', 'with SMTP'), port, tls, name, username, password};
}

/** A password that everybody knows is fine for a server on this machine, that of docker-compose.yml say. */
function refusePublished({values, faults}: Given, variable: PasswordName, host: string | null): void {
  const isElsewhere = host === null || !isLoopback(host);
  if (isElsewhere && isPublished(values[variable] ?? '')) faults.push({variable, expected: 'not one of the examples'});
}

type PasswordName = 'ORACLE_PASSWORD' | 'SPSS_ORACLE_PASSWORD' | 'SMTP_PASSWORD';

const SMTP_SIGNS = ['SMTP_USERNAME', 'SMTP_PASSWORD'] as const;

/** Half a server's settings without its name: a slip that would quietly choose the embedded default. */
function expectHead({faults, isSet}: Given, head: VariableName, way: string, signs: readonly VariableName[]): void {
  const sign = signs.find(isSet);
  if (sign) faults.push({variable: head, expected: `a host name, because ${sign} is set; or ${way} to do without`});
}

function buildHttp({values, faults, isSet, need}: Given): ConfigDraft['http'] {
  const {HTTP_HOST: host, PORT: port, PUBLIC_URL: publicUrl} = values;
  const isTls = isSet('TLS_CERT_FILE') || isSet('TLS_KEY_FILE');
  if (isTls && publicUrl?.startsWith('http:'))
    faults.push({variable: 'PUBLIC_URL', expected: 'an https address with TLS_CERT_FILE', got: publicUrl});
  const tls = isTls
    ? {certFile: need('TLS_CERT_FILE', 'with TLS_KEY_FILE'), keyFile: need('TLS_KEY_FILE', 'with TLS_CERT_FILE')}
    : null;
  return {host, port, publicUrl, tls, trustedProxies: values.TRUSTED_PROXIES ?? []};
}

function buildAuth({values, faults, isSet, need}: Given): Auth<string | null> {
  if (isSet('AUTH_JWT_SECRET') && isSet('AUTH_JWKS_URL')) {
    faults.push({variable: 'AUTH_JWT_SECRET', expected: 'nothing if AUTH_JWKS_URL is set'});
  }
  const {AUTH_JWKS_URL: url, AUTH_JWT_SECRET: secret, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience} = values;
  const olderSecrets = values.AUTH_JWT_SECRET_OLD === null ? [] : [values.AUTH_JWT_SECRET_OLD];
  const adminClaim = values.AUTH_ADMIN_CLAIM;
  if (url === null) return {type: 'secret', secret, olderSecrets, issuer, audience, adminClaim};
  // A provider signs for many services: without these any of its tokens would be taken.
  const ours = {
    issuer: need('AUTH_ISSUER', 'with AUTH_JWKS_URL'),
    audience: need('AUTH_AUDIENCE', 'with AUTH_JWKS_URL'),
  };
  return {type: 'jwks', url, ...ours, adminClaim: adminClaim ?? {path: ['permissions'], value: 'admin'}};
}

function buildProvider({values, faults, isSet, expect, need}: Given): ProviderSettings | null {
  const {OIDC_ISSUER: issuer, OIDC_ROLE_CLAIM: roleClaim, OIDC_ADMIN: admin, OIDC_VIEWER: viewer} = values;
  if (issuer === null) {
    if (isSet('OIDC_CLIENT_ID')) expect('OIDC_ISSUER', 'with OIDC_CLIENT_ID');
    return null;
  }
  const because = 'with OIDC_ISSUER';
  expect('PUBLIC_URL', because);
  const nobody = 'because neither OIDC_ADMIN nor OIDC_VIEWER is set: nobody could get in';
  if (admin === null && viewer === null) faults.push({variable: 'OIDC_VIEWER', expected: `a role, ${nobody}`});
  const [clientId, clientSecret] = [need('OIDC_CLIENT_ID', because), need('OIDC_CLIENT_SECRET', because)];
  return {issuer, clientId, clientSecret, roleClaim, admin, viewer};
}

function buildSecrets(given: Given, storage: Storage): ConfigDraft['secrets'] {
  const {values, isSet, expect} = given;
  const names: SecretName[] = ['ASSIGNMENT_SECRET', 'ROSTER_KEY'];
  if (!isSet('AUTH_JWKS_URL')) names.push('AUTH_JWT_SECRET');
  const generated = names.filter((name) => !isSet(name));
  if (storage.type === 'oracle') {
    for (const name of generated) expect(name, `with Oracle${name === 'AUTH_JWT_SECRET' ? ', or AUTH_JWKS_URL' : ''}`);
  }
  expectDifferent(given);
  return {
    assignmentSecret: values.ASSIGNMENT_SECRET,
    rosterKey: values.ROSTER_KEY,
    oldAssignmentSecrets: values.ASSIGNMENT_SECRET_OLD ?? [],
    oldRosterKeys: values.ROSTER_KEY_OLD ?? [],
    generated,
  };
}

/** One value for two purposes: whoever learns it has both. */
function expectDifferent({values, faults}: Given): void {
  const {ASSIGNMENT_SECRET: assignment, ROSTER_KEY: roster, AUTH_JWT_SECRET: signing} = values;
  if (roster !== null && roster === assignment) faults.push({variable: 'ROSTER_KEY', expected: UNLIKE_OTHERS});
  const isTaken = [assignment, roster].some((key) => key !== null && key === signing?.toLowerCase());
  if (isTaken) faults.push({variable: 'AUTH_JWT_SECRET', expected: UNLIKE_OTHERS});
}

const UNLIKE_OTHERS = 'a value that no other secret has';
