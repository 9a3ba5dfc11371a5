import {expect} from 'chai';
import fc from 'fast-check';
import {describeConfig} from '../../src/bootstrap/config/describe-config.ts';
import {formatDuration, parseDuration} from '../../src/bootstrap/config/duration.ts';
import {formatFault} from '../../src/bootstrap/config/given.ts';
import {publicHalf} from '../../src/bootstrap/config/masks.ts';
import {VARIABLE_NAMES, VARIABLES, type Variable, type VariableName} from '../../src/bootstrap/config/variables.ts';
import {type Environment, readConfig} from '../../src/bootstrap/config.ts';
import {testKey} from '../support/secrets.ts';
import {configOf, DOCUMENT, HEX_A, SECRETS, without} from './sample-environment.ts';

describe('the description', () => {
  it('shows every variable, as it takes effect', () => {
    const described = describeConfig(configOf({}));
    expect(Object.keys(described)).to.deep.equal(VARIABLE_NAMES);
    expect(described).to.include({STORAGE: 'sqlite', LEASE: '10s', MISFIRE_GRACE: '3h', COUNT_DAY: '5', PORT: 8000});
    expect(described).to.include({ORACLE_HOST: null, ORACLE_PORT: null, SMTP_PORT: null, MONGODB_URI: null});
    for (const name of Object.keys(SECRETS)) expect(described).to.include({[name]: '(generated in DATA_DIR)'});
  });

  it('gives back what was given, but for the secrets', () => {
    const open = {
      STORAGE: 'oracle',
      STATE: 'mongodb',
      MAIL_TRANSPORT: 'smtp',
      DATA_DIR: '/srv/sc',
      LOCK_WAIT: '5s',
      COUNT_DAY: '6-30',
      IIN_FORMAT: 'any',
      ALLOCATION: 'random',
      STRATIFY_BY: 'sex,birth_decade',
      LOSSES: 'tolerated',
      LEASE: '1500ms',
      SCHEDULE_CRON: '1 2 3 4 5',
      SCHEDULE_TIMEZONE: 'UTC',
      MISFIRE_GRACE: '90m',
      LATE_LOAD_CHECK: '0',
      SMTP_TLS: 'tls',
      SMTP_NAME: 'sc.bank.kz',
      INSTANCE_NAME: 'stand 1',
      CONTACTS: 'DBA: dba@example.com; Owner: +7 700',
      DEFAULT_LANGUAGE: 'en',
      HTTP_HOST: '::',
      PUBLIC_URL: 'https://a.kz',
      ...{TLS_CERT_FILE: '/tls/sc.pem', TLS_KEY_FILE: '/tls/sc.key', TRUSTED_PROXIES: '10.0.0.1,fd00::/8'},
      AUTH_ISSUER: 'issuer',
      AUTH_AUDIENCE: 'audience',
      AUTH_ADMIN_CLAIM: 'realm_access.roles=sc-admin',
      OIDC_ISSUER: 'https://id.kz/realm',
      OIDC_CLIENT_ID: 'sc',
      OIDC_ROLE_CLAIM: 'realm_access.roles',
      OIDC_ADMIN: 'sc-admin',
      OIDC_VIEWER: 'sc-viewer',
      METRICS: 'token',
      DOCS: 'off',
      LOG_LEVEL: 'trace',
      ...{LOG_FILE: '/srv/sc.log', LOG_MAX_SIZE: '50MB'},
      ...without(DOCUMENT, 'ORACLE_SID', 'ORACLE_PASSWORD', 'SPSS_ORACLE_PASSWORD', 'SMTP_PASSWORD'),
      ORACLE_SERVICE_NAME: 'dssb.bank',
      ...{ORACLE_SCHEMA: 'A', SPSS_ORACLE_SCHEMA: 'B', SPSS_SOURCE_SCHEMA: 'C', ORACLE_CALL_TIMEOUT: '3m'},
      ORACLE_TLS: 'required',
      ...{TNS_ADMIN: '/tns', ORACLE_CLIENT_DIR: '/client'},
      ...{ORACLE_WALLET_DIR: '/w', SPSS_ORACLE_WALLET_DIR: '/v'},
    };
    const numbers = {
      MAX_USERS: '10',
      BATCH_ROWS: '20',
      PORT: '30',
      ROSTER_DAYS: '40',
      CARRYOVER_DAYS: '45',
      LIST_DAYS: '50',
      LOG_KEEP: '3',
      BASELINE_RATE: '0.25',
    };
    const passwords = {
      ...{
        ORACLE_PASSWORD: 'a',
        SPSS_ORACLE_PASSWORD: 'b',
        SMTP_PASSWORD: 'c',
        ...SECRETS,
        ASSIGNMENT_SECRET_OLD: testKey('old'),
        ROSTER_KEY_OLD: testKey('older'),
      },
      ...{
        OIDC_CLIENT_SECRET: 'f',
        ORACLE_WALLET_PASSWORD: 'd',
        SPSS_ORACLE_WALLET_PASSWORD: 'e',
        AUTH_JWT_SECRET_OLD: 'old-signing-secret-of-more-than-32-letters',
      },
    };
    const addresses = {
      MONGODB_URI: 'mongodb+srv://user:pass@a.kz/db?replicaSet=rs',
      DOCTOR_ACCEPT: 'D12,SC-D14',
      PING_URL: 'https://hc-ping.com/uuid?x',
    };
    const audit = {AUDIT_KEY: testKey('audit')};
    const described = describeConfig(configOf({...open, ...numbers, ...passwords, ...addresses, ...audit}));
    const texts = Object.fromEntries(Object.entries(described).map(([name, value]) => [name, value && String(value)]));
    expect(texts).to.deep.equal({
      ...open,
      ...numbers,
      ...Object.fromEntries(Object.keys(passwords).map((name) => [name, '***'])),
      AUDIT_KEY: publicHalf(audit.AUDIT_KEY),
      MONGODB_URI: 'mongodb+srv://user:***@a.kz/db?***',
      DOCTOR_ACCEPT: 'SC-D12,SC-D14',
      PING_URL: 'https://hc-ping.com/***',
      ORACLE_SID: null,
      SPSS_ORACLE_SERVICE_NAME: null,
      ORACLE_CONNECT_STRING: null,
      SPSS_ORACLE_CONNECT_STRING: null,
      AUTH_JWKS_URL: null,
    });
  });

  it('writes durations so that they read back', () => {
    fc.assert(fc.property(fc.nat(999_999_999), (ms) => parseDuration(formatDuration(ms)) === ms));
    const written = [0, 1, 1000, 1500, 60_000, 3_600_000, 5_400_000, 86_400_000].map(formatDuration);
    expect(written).to.deep.equal(['0ms', '1ms', '1s', '1500ms', '1m', '1h', '90m', '1d']);
  });
});

describe('a secret', () => {
  const marker = fc.stringMatching(/^q[0-9a-f]{14}Z$/);
  const base64 = (text: string) => Buffer.from(text.padEnd(32, text)).subarray(0, 32).toString('base64');
  const shapes: {readonly [Name in VariableName]?: readonly ((secret: string) => string)[]} = {
    ORACLE_PASSWORD: [(s) => s, (s) => `${s}\n`],
    ORACLE_WALLET_PASSWORD: [(s) => s],
    SPSS_ORACLE_WALLET_PASSWORD: [(s) => `${s}\n`],
    SPSS_ORACLE_PASSWORD: [(s) => s, (s) => `a b\r${s}`],
    OIDC_CLIENT_SECRET: [(s) => s],
    SMTP_PASSWORD: [(s) => s, (s) => `"${s}`, (s) => `\0${s}`],
    AUTH_JWT_SECRET: [(s) => s, (s) => s + s],
    AUTH_JWT_SECRET_OLD: [(s) => s, (s) => s + s],
    ASSIGNMENT_SECRET: [(s) => s, base64, (s) => Buffer.from(base64(s), 'base64').toString('hex')],
    ASSIGNMENT_SECRET_OLD: [(s) => s, (s) => `${HEX_A},${s}`, (s) => `${HEX_A},${base64(s)}`],
    ROSTER_KEY_OLD: [(s) => s, (s) => `${base64(s)},${HEX_A}`],
    AUDIT_KEY: [(s) => s, base64],
    ROSTER_KEY: [(s) => s, base64, (s) => Buffer.from(base64(s), 'base64').toString('hex').toUpperCase()],
    MONGODB_URI: [
      (s) => s,
      (s) => `mongodb://u:${s}@h/db`,
      (s) => `mongodb+srv://u:${s}@h`,
      (s) => `mongodb://u:x@${s}@h`,
      (s) => `mongodb://u:1/${s}@h`,
      (s) => `mongodb://u:1?${s}@h`,
      (s) => `mongodb://u:1,${s}@h`,
      (s) => `mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:${s}`,
      (s) => `http://u:${s}@h`,
    ],
    PING_URL: [
      (s) => s,
      (s) => `https://h/${s}`,
      (s) => `https://h?${s}`,
      (s) => `https://h#${s}`,
      (s) => `https://u:${s}@h/`,
      (s) => `ftp://h/${s}`,
    ],
    AUTH_JWKS_URL: [(s) => `https://u:1/${s}@h/jwks`, (s) => `https://h/jwks?key=${s}`],
    ORACLE_CONNECT_STRING: [
      (s) => `user/${s}@h:1521/sid`,
      (s) => `user/${s}@tcps://h:1/s`,
      (s) => `(DESCRIPTION=(SECURITY=(PASSWORD=${s})))`,
      (s) => `(DESCRIPTION = (SECURITY = (PASSWORD = "${s}")))`,
    ],
    SPSS_ORACLE_CONNECT_STRING: [(s) => `(DESCRIPTION=(SECURITY=(wallet_password=${s})))`],
    // Not secrets, but with a password where none belongs.
    PUBLIC_URL: [(s) => `https://u:${s}@h`, (s) => `u:${s}@h`],
    ORACLE_HOST: [(s) => `user/${s}@h:1521/sid`],
  };
  /** What a secret looks like in any writing of it. */
  const traces = (secret: string, value: string) => {
    const key = Buffer.from(base64(secret), 'base64').toString('hex');
    return value.includes(secret) ? [secret] : [value.toLowerCase(), key, base64(secret)];
  };
  const names = Object.keys(shapes) as VariableName[];
  const hidden = fc
    .record({
      name: fc.constantFrom(...names),
      secret: marker,
      pick: fc.nat(),
      place: fc.constantFrom('env', 'file', 'slip'),
    })
    .map(({name, secret, pick, place}) => {
      const value = shapes[name]![pick % shapes[name]!.length]!(secret);
      return {name, value, place, traces: traces(secret, value)};
    });
  const base = fc.constantFrom<Environment>(
    {},
    DOCUMENT,
    {...DOCUMENT, ...SECRETS},
    {...SECRETS, MONGODB_URI: 'x'},
    {PORT: 'x'},
  );

  it('with a mask is any of these, and no other', () => {
    const masked = Object.entries<Variable>(VARIABLES).flatMap(([name, {mask}]) => (mask ? [name] : []));
    expect(names.slice(0, masked.length)).to.have.members(masked);
  });

  it('never shows in a fault, a warning or the description', () => {
    const seen = {ok: 0, faults: 0, warnings: 0};
    const property = fc.property(
      base,
      fc.uniqueArray(hidden, {maxLength: 4, selector: ({name}) => name}),
      (start, all) => {
        const environment: Record<string, string | undefined> = {...start};
        let envFile = '';
        for (const {name, value, place} of all) {
          if (place === 'env') environment[name] = value;
          else if (place === 'slip') environment[`${name}X`] = value;
          // The second line is what is left of a secret that was wrapped.
          else envFile += `${name}='${value}'\n${value}=\n${value}=1#${value}\n`;
        }
        const answer = readConfig(environment, envFile);
        seen[answer.type]++;
        seen.warnings += answer.warnings.length;
        const said =
          answer.type === 'ok' ? [describeConfig(answer.config)] : [answer.faults, answer.faults.map(formatFault)];
        const shown = JSON.stringify([said, answer.warnings]).toLowerCase();
        for (const trace of all.flatMap((one) => one.traces)) expect(shown).not.to.include(trace.toLowerCase());
      },
    );
    fc.assert(property, {numRuns: 2000});
    for (const count of Object.values(seen)) expect(count).to.be.greaterThan(100);
  });
});
