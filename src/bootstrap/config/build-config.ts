import type {ProviderSettings} from '../../adapters/http/config.ts';
import {isByFormerGroup} from '../../domain/strata.ts';
import {buildMail} from './build-mail.ts';
import {buildStorage} from './build-storage.ts';
import {refuseClearText} from './clear-text.ts';
import type {Auth, ConfigDraft, SecretName, State, Storage} from './config-types.ts';
import type {Given} from './given.ts';

/** Puts the values together; contradictions between them are added to the faults. */
export function buildConfig(given: Given): ConfigDraft {
  const {values} = given;
  const storage = buildStorage(given);
  const mail = buildMail(given);
  refuseClearText(given, {storage, mail});
  expectFormerGroups(given);
  return {
    storage,
    state: buildState(given),
    mail,
    instanceName: values.INSTANCE_NAME,
    contacts: values.CONTACTS ?? [],
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
    carryOverDays: values.CARRYOVER_DAYS,
    losses: values.LOSSES,
    baselineRate: values.BASELINE_RATE,
    batchRows: values.BATCH_ROWS,
    auth: buildAuth(given),
    provider: buildProvider(given),
    secrets: buildSecrets(given, storage),
    rosterDays: values.ROSTER_DAYS,
    listDays: values.LIST_DAYS,
    log: {
      level: values.LOG_LEVEL,
      file: values.LOG_FILE,
      maxBytes: values.LOG_MAX_SIZE,
      keep: values.LOG_KEEP,
    },
    doctorAccept: values.DOCTOR_ACCEPT ?? [],
    pingUrl: values.PING_URL,
    metrics: values.METRICS,
    docs: values.DOCS,
  };
}

/** Nobody would have any. */
function expectFormerGroups({values, faults}: Given): void {
  if (values.CARRYOVER_DAYS > 0 || !isByFormerGroup(values.STRATIFY_BY)) return;
  faults.push({variable: 'CARRYOVER_DAYS', expected: 'a number from 1 with STRATIFY_BY=former_group', got: '0'});
}

function buildState({values, isSet, need}: Given): State {
  const type = values.STATE ?? (isSet('MONGODB_URI') ? 'mongodb' : 'sqlite');
  return type === 'mongodb' ? {type, uri: need('MONGODB_URI', 'with STATE=mongodb')} : {type};
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
    auditKey: values.AUDIT_KEY,
    oldAssignmentSecrets: values.ASSIGNMENT_SECRET_OLD ?? [],
    oldRosterKeys: values.ROSTER_KEY_OLD ?? [],
    generated,
  };
}

/** One value for two purposes: whoever learns it has both. */
function expectDifferent({values, faults}: Given): void {
  const {ASSIGNMENT_SECRET: assignment, ROSTER_KEY: roster, AUDIT_KEY: audit, AUTH_JWT_SECRET: signing} = values;
  if (roster !== null && roster === assignment) faults.push({variable: 'ROSTER_KEY', expected: UNLIKE_OTHERS});
  if (audit !== null && [assignment, roster].includes(audit))
    faults.push({variable: 'AUDIT_KEY', expected: UNLIKE_OTHERS});
  const isTaken = [assignment, roster, audit].some((key) => key !== null && key === signing?.toLowerCase());
  if (isTaken) faults.push({variable: 'AUTH_JWT_SECRET', expected: UNLIKE_OTHERS});
}

const UNLIKE_OTHERS = 'a value that no other secret has';
