import {expect} from 'chai';
import {VARIABLE_NAMES, VARIABLES, type Variable, type VariableName} from '../../src/bootstrap/config/variables.ts';
import type {Environment} from '../../src/bootstrap/config.ts';
import {configOf, DOCUMENT, faultyNames, HEX_A, HEX_B, JWT, SECRETS, without} from './sample-environment.ts';

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

describe('a variable', () => {
  type Case = readonly [name: VariableName, good: readonly string[], bad: readonly string[]];
  const tls = ['starttls', 'tls', 'none', 'TLS'];
  const cases: readonly Case[] = [
    ['STORAGE', ['sqlite', ' SQLite '], ['postgres', 'sqlite,oracle']],
    ['STATE', ['sqlite'], ['mongo']],
    ['MAIL_TRANSPORT', ['file'], ['sendmail']],
    ['DATA_DIR', ['./var', '/srv/my data'], ['a\nb', ' ']],
    ['ORACLE_PORT', ['1', '65535', ' 1521 '], ['0', '65536', '-1', '1.5', '1e3', '0x10', 'x', '1521 1522']],
    ['SPSS_ORACLE_PORT', ['1521'], ['70000']],
    ['LOCK_WAIT', ['0s', '60s', '1h'], ['61m', '60', 's']],
    ['LEASE', ['100ms', '500ms', '10s', '10m', '1 s'], ['99ms', '11m', '10', '10 sec', '-1s', '1.5s', '10S', '1s1s']],
    ['MISFIRE_GRACE', ['1m', '3h', '1d'], ['0s', '1ms', '2d', '3 hours']],
    ['LATE_LOAD_CHECK', ['0', '1m', '10m', '24h'], ['0s', '59s', '25h', '10']],
    ['DOCTOR_ACCEPT', ['SC-D12', 'd12, SC-D14'], ['D21', 'D12;D14', 'SC-D1']],
    ['COUNT_DAY', ['5', '6-30'], ['30-6', '5-', '-5', 'five', '5,6']],
    ['IIN_FORMAT', ['plausible', 'iin', 'ANY'], ['12', 'none', 'iin,any']],
    ['MAX_USERS', ['1', '200000', '100000000'], ['0', '100000001', '200 000', '200_000']],
    ['ALLOCATION', ['random', 'stratified'], ['even', '1']],
    ['LOSSES', ['exact', 'tolerated'], ['none']],
    ['BASELINE_RATE', ['0.2', '.05'], ['0', '1', '20%', '-0.2', 'x']],
    ['STRATIFY_BY', ['sex', 'former_group,REGION,TOTAL_DEBT:50000|200000'], ['sex,sex', 'TOTAL_DEBT:2|1', 'A;B']],
    ['BATCH_ROWS', ['1', '100000'], ['0', '100001']],
    [
      'SCHEDULE_CRON',
      ['0 9 * * *', '*/15  8-18 1,15 JAN-DEC mon-fri'],
      ['0 9 * *', '0 0 9 * * *', 'daily', '0 9 * * ;', '0 24 * * *', '0 9 30 2 *', '0 9 * foo *', 'H 9 * * *'],
    ],
    ['SCHEDULE_TIMEZONE', ['Asia/Almaty', 'UTC'], ['Asia/Nowhere', '+05:00', 'UTC+5', 'Almaty']],
    ['EMAIL_SENDER', ['cdsrb@halykbank.kz'], ['cdsrb', 'a b@c.kz', 'a@b.kz\n', 'a@b.kz\r\nBcc: c@d.kz', 'A <a@b.kz>']],
    [
      'CAMPAIGN_NOTIFICATION_EMAILS',
      ['a@b.kz', 'a@b.kz, c@d.kz;e@f.kz,', 'A <a@b.kz>; "B, C" <b@почта.қаз>'],
      [',', 'a@b.kz\nc@d.kz', 'a@b.kz c@d.kz'],
    ],
    ['CONTACTS', ['DBA: dba@a.kz', 'DBA: a@b.kz; Owner: +7 700; '], ['dba@a.kz', ': a', 'DBA:', ';', 'A: b\nC: d']],
    ['SMTP_PORT', ['25'], ['smtp']],
    ['SMTP_TLS', tls, ['ssl', 'on']],
    ['HTTP_HOST', ['0.0.0.0', '::1', 'my-host.kz'], ['http://localhost', 'localhost:8000', 'a b']],
    ['PORT', ['0', '65535'], ['65536', 'http']],
    ['PUBLIC_URL', ['http://a.kz', 'https://a.kz:8443/sc/'], ['a.kz', 'ftp://a.kz', 'https://a.kz?x', 'https://a kz']],
    [
      'TRUSTED_PROXIES',
      ['10.0.0.1', '10.0.0.0/8, fd00::1', '::1/128'],
      ['proxy.kz', '10.0.0.0/33', '10.0.0.0/0', '::/129', '10.0.0.1,', '10.0.0.1/8/8', 'fe80::1%eth0'],
    ],
    ['AUTH_JWT_SECRET', [JWT, HEX_B], [JWT.slice(0, 31), `${JWT}\n`, 'x'.repeat(32)]],
    ['AUTH_JWT_SECRET_OLD', [JWT, HEX_B], [JWT.slice(0, 31), `${JWT}\n`, 'x'.repeat(32)]],
    [
      'AUTH_ADMIN_CLAIM',
      ['roles', 'roles=sc-admin', 'realm_access.roles=a', 'https://id.kz/roles=x'],
      ['a b', 'a..b', '=x', 'a='],
    ],
    ['OIDC_ROLE_CLAIM', ['roles', 'realm_access.roles', 'https://id.kz/roles'], ['a b', 'a..b', 'a=b']],
    ['AUTH_ISSUER', ['https://id.kz'], ['a\u2028b']],
    ['DEFAULT_LANGUAGE', ['ru', 'en'], ['kk', 'russian']],
    ['METRICS', ['open', 'token', 'off'], ['on']],
    ['DOCS', ['open', 'token', 'off'], ['on']],
    ['ASSIGNMENT_SECRET', [HEX_A, HEX_B], [HEX_A.slice(1), `${HEX_A}0`, `${'z'.repeat(64)}`, 'secret']],
    [
      'ASSIGNMENT_SECRET_OLD',
      [HEX_A, `${HEX_A},${base64(HEX_B)} `],
      [`${HEX_A},`, `${HEX_A},short`, `${HEX_A} ${HEX_B}`],
    ],
    ['ROSTER_KEY_OLD', [HEX_A], ['short']],
    ['ROSTER_KEY', [base64(HEX_B)], [base64(HEX_B.slice(2)), Buffer.alloc(32, 7).toString('base64')]],
    ['AUDIT_KEY', [HEX_A, base64(HEX_B)], ['short']],
    ['ROSTER_DAYS', ['0', '3650'], ['-1', '3651', '7d']],
    ['CARRYOVER_DAYS', ['0', '3650'], ['-1', '3651', '90d']],
    ['LIST_DAYS', ['0', '3650'], ['-1', '3651', '7d']],
    ['LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal'], ['verbose']],
    ['LOG_FILE', ['./sc.log'], ['\0']],
    ['LOG_MAX_SIZE', ['100KB', '50 MB', '10gb'], ['99KB', '11GB', '50', '1TB', '1.5MB', '0']],
    ['LOG_KEEP', ['1', '1000'], ['0', '1001', 'all']],
    ['PING_URL', ['https://hc-ping.com/uuid'], ['hc-ping.com/uuid']],
    ['ORACLE_SCHEMA', ['DSSB_APP', 'x$1#'], ['a.b', 'A;DROP', '1A', 'a"b']],
    ['SPSS_ORACLE_SCHEMA', ['SPSS'], ['SP SS']],
    ['SPSS_SOURCE_SCHEMA', ['SPSS_USER_DRACRM'], ['a-b']],
    ['ORACLE_TLS', ['required', 'REQUIRED'], ['off']],
    ['ORACLE_CALL_TIMEOUT', ['1s', '1h'], ['0s', '2h']],
    ['SPSS_ORACLE_CONNECT_STRING', ['tcps://h:2484/s', '(DESCRIPTION=(HOST=h))'], ['u/p@h/s', 'h p', '(PASSWORD=x)']],
    [
      'MONGODB_URI',
      [
        'mongodb://h',
        'mongodb+srv://u:p%40@h.kz/db?w=1',
        'mongodb://u@a:1,b:2',
        'mongodb://[::1]:1,[fe80::2]:2/db',
        'mongodb://%2Ftmp%2Fmongodb-27017.sock/db',
      ],
      ['h', 'http://h', 'mongodb://u:p@p@h'],
    ],
  ];

  for (const [name, good, bad] of cases) {
    it(`${name} is checked`, () => {
      for (const value of good) expect(faultyNames({[name]: value}), value).to.deep.equal([]);
      for (const value of bad) expect(faultyNames({[name]: value}), value).to.deep.equal([name]);
    });
  }

  it('a connect descriptor may be laid out as in a tnsnames.ora', () => {
    const laidOut = `(DESCRIPTION =
      (ADDRESS = (PROTOCOL = TCPS)(HOST = h)(PORT = 2484))
      (SECURITY = (SSL_SERVER_CERT_DN = "CN=db, O=Big Bank")) )`;
    const {storage} = configOf({
      ...without(DOCUMENT, 'ORACLE_HOST', 'ORACLE_SID'),
      ...SECRETS,
      ORACLE_CONNECT_STRING: laidOut,
    });
    const short =
      '(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=h)(PORT=2484))(SECURITY=(SSL_SERVER_CERT_DN="CN=db, O=Big Bank")))';
    expect(storage).to.have.nested.property('dssb.connectString', short);
  });

  it('AUTH_JWKS_URL is checked, and leads nowhere in clear', () => {
    const rest = {AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a'};
    const local = ['http://localhost/jwks', 'http://127.0.0.1:9/jwks', 'http://[::1]/jwks'];
    for (const url of ['https://id.kz/jwks?v=1', ...local])
      expect(faultyNames({...rest, AUTH_JWKS_URL: url}), url).to.deep.equal([]);
    const bad = ['id.kz/jwks', 'file:///jwks', 'https://u:p@id.kz', 'http://id.kz/jwks', 'http://127.0.0.1.id.kz/'];
    for (const url of bad) expect(faultyNames({...rest, AUTH_JWKS_URL: url}), url).to.deep.equal(['AUTH_JWKS_URL']);
  });

  it('OIDC_ISSUER is checked, and asks for what a provider needs', () => {
    const rest = {PUBLIC_URL: 'https://a.kz', OIDC_CLIENT_ID: 'sc', OIDC_CLIENT_SECRET: 's', OIDC_VIEWER: 'look'};
    for (const url of ['https://id.kz/realm', 'http://127.0.0.1:9/'])
      expect(faultyNames({...rest, OIDC_ISSUER: url}), url).to.deep.equal([]);
    for (const url of ['id.kz', 'https://u:p@id.kz', 'http://id.kz'])
      expect(faultyNames({...rest, OIDC_ISSUER: url})).to.include('OIDC_ISSUER');
    expect(faultyNames({OIDC_ISSUER: 'https://id.kz'})).to.have.members([
      ...['PUBLIC_URL', 'OIDC_VIEWER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
    ]);
    expect(faultyNames(rest)).to.deep.equal(['OIDC_ISSUER']);
  });

  it('CARRYOVER_DAYS is not 0 where former groups are asked for', () => {
    expect(faultyNames({CARRYOVER_DAYS: '0'})).to.deep.equal([]);
    expect(faultyNames({STRATIFY_BY: 'sex,former_group'})).to.deep.equal([]);
    expect(faultyNames({STRATIFY_BY: 'sex,former_group', CARRYOVER_DAYS: '0'})).to.deep.equal(['CARRYOVER_DAYS']);
  });

  it('TLS_CERT_FILE and TLS_KEY_FILE go together, and with an https PUBLIC_URL', () => {
    const [certificate, key] = [{TLS_CERT_FILE: 'sc.pem'}, {TLS_KEY_FILE: 'sc.key'}];
    expect(faultyNames(certificate)).to.deep.equal(['TLS_KEY_FILE']);
    expect(faultyNames(key)).to.deep.equal(['TLS_CERT_FILE']);
    expect(faultyNames({...certificate, ...key, PUBLIC_URL: 'http://a.kz'})).to.deep.equal(['PUBLIC_URL']);
    expect(configOf({...certificate, ...key, PUBLIC_URL: 'https://a.kz'}).http).to.deep.include({
      tls: {certFile: 'sc.pem', keyFile: 'sc.key'},
    });
  });

  const oracleNames = ['HOST', 'SID', 'SERVICE_NAME', 'USER', 'PASSWORD', 'WALLET_DIR', 'WALLET_PASSWORD'].map(
    (name) => `ORACLE_${name}`,
  );
  const smtpNames = ['INSTANCE_NAME', 'SMTP_NAME', 'SMTP_SERVER', 'SMTP_USERNAME', 'SMTP_PASSWORD', 'AUTH_AUDIENCE'];
  it('of any other kind is one line too', () => {
    const rest = VARIABLE_NAMES.filter((name) => !cases.some(([known]) => known === name));
    expect(rest).to.have.members([
      ...oracleNames,
      ...oracleNames.map((name) => `SPSS_${name}`),
      ...smtpNames,
      'AUTH_JWKS_URL',
      ...['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ADMIN', 'OIDC_VIEWER'],
      ...['ORACLE_CONNECT_STRING', 'ORACLE_CLIENT_DIR', 'TNS_ADMIN', 'TLS_CERT_FILE', 'TLS_KEY_FILE'],
    ]);
    const whole: Environment = {...DOCUMENT, ...SECRETS};
    for (const name of rest) expect(faultyNames({...whole, [name]: 'a\r\nb'})).to.include(name);
    for (const name of ['ORACLE_HOST', 'SMTP_SERVER'])
      expect(faultyNames({...whole, [name]: 'h:1'})).to.deep.equal([name]);
    expect(faultyNames({...whole, ORACLE_SID: 'a)(b=c'})).to.deep.equal(['ORACLE_SID']);
  });

  it('is read to the value it means', () => {
    const config = configOf({
      COUNT_DAY: '6-30',
      SCHEDULE_CRON: ' 30  8 * * 1-5 ',
      LEASE: '500ms',
      MISFIRE_GRACE: '90m',
      LOCK_WAIT: '2s',
      PUBLIC_URL: 'https://a.kz//sc//',
      ROSTER_KEY: Buffer.from(HEX_B, 'hex').toString('base64'),
      ASSIGNMENT_SECRET: Buffer.from(HEX_A, 'hex').toString('base64url'),
      CAMPAIGN_NOTIFICATION_EMAILS: ' a@b.kz ;c@d.kz,, a@b.kz,',
      LOG_LEVEL: 'Debug',
    });
    expect(config.countDay).to.deep.equal({from: 6, to: 30});
    expect(config.schedule).to.include({cron: '30 8 * * 1-5', misfireGraceMs: 5_400_000});
    expect(config).to.include({leaseMs: 500, lockWaitMs: 2000});
    expect(config.http.publicUrl).to.equal('https://a.kz/sc');
    expect(config.secrets).to.include({rosterKey: HEX_B, assignmentSecret: HEX_A.toLowerCase()});
    expect(config.recipients).to.deep.equal(['a@b.kz', 'c@d.kz']);
    expect(config.log.level).to.equal('debug');
  });

  it('that holds a password is taken as it stands', () => {
    const {mail} = configOf({...DOCUMENT, ...SECRETS, SMTP_PASSWORD: '  p w '});
    expect(mail).to.include({password: '  p w '});
  });

  it('has a line of documentation, and a default that it accepts', () => {
    for (const [name, {doc, expected, fallback, schema}] of Object.entries<Variable>(VARIABLES)) {
      expect(doc, name).to.match(/^\S.{5,110}[^\s.]$/);
      expect(expected, name).to.match(/^\S.{3,}/);
      expect(schema.safeParse(fallback).success, name).to.equal(true);
    }
  });
});
