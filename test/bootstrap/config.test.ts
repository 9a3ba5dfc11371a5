import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import {formatFault} from '../../src/bootstrap/config/given.ts';
import {VARIABLE_NAMES} from '../../src/bootstrap/config/variables.ts';
import {type Environment, loadConfig, readConfig} from '../../src/bootstrap/config.ts';
import {tempFolder} from '../support/temp-folder.ts';
import {configOf, DOCUMENT, faultsOf, faultyNames, HEX_A, HEX_B, JWT, SECRETS, without} from './sample-environment.ts';

const NO_WALLET = {configDir: null, walletDir: null, walletPassword: null};

describe('the configuration', () => {
  it('needs nothing: these are the defaults', () => {
    expect(readConfig({}, null)).to.deep.equal({
      type: 'ok',
      warnings: [],
      config: {
        storage: {type: 'sqlite'},
        state: {type: 'sqlite'},
        mail: {type: 'file'},
        sender: null,
        recipients: [],
        dataDir: './var',
        http: {host: '127.0.0.1', port: 8000, publicUrl: null, tls: null, trustedProxies: []},
        schedule: {cron: '0 9 * * *', timezone: 'Asia/Almaty', misfireGraceMs: 10_800_000, lateLoadCheckMs: 600_000},
        leaseMs: 10_000,
        lockWaitMs: 60_000,
        countDay: {from: 5, to: 5},
        iinFormat: 'plausible',
        instanceName: null,
        contacts: [],
        language: 'ru',
        maxUsers: 200_000,
        allocation: {method: 'random', factors: [{kind: 'sex'}, {kind: 'birth_decade'}]},
        losses: 'exact',
        baselineRate: null,
        batchRows: 10_000,
        auth: {type: 'secret', secret: null, olderSecrets: [], issuer: null, audience: null, adminClaim: null},
        provider: null,
        secrets: {
          assignmentSecret: null,
          rosterKey: null,
          auditKey: null,
          oldAssignmentSecrets: [],
          oldRosterKeys: [],
          generated: ['ASSIGNMENT_SECRET', 'ROSTER_KEY', 'AUTH_JWT_SECRET'],
        },
        rosterDays: 7,
        carryOverDays: 90,
        listDays: 400,
        log: {level: null, file: null, maxBytes: null, keep: 9},
        doctorAccept: [],
        pingUrl: null,
        metrics: 'open',
        docs: 'open',
      },
    });
  });

  it("understands the user's document, with the secrets that Oracle requires", () => {
    const {storage, mail, sender, recipients, state, secrets, auth} = configOf({...DOCUMENT, ...SECRETS});
    expect(storage).to.deep.equal({
      type: 'oracle',
      dssb: {
        ...{host: 'your_dssb_host', port: 1521, sid: 'your_dssb_sid', user: 'your_dssb_user', password: 'dssb-pw'},
        ...NO_WALLET,
      },
      spss: {
        ...{host: 'your_spss_host', port: 1522, sid: 'your_spss_sid', user: 'your_spss_user', password: 'spss-pw'},
        ...NO_WALLET,
      },
      schemas: {dssb: 'DSSB_APP', spss: 'SPSS', source: 'SPSS_USER_DRACRM'},
      clientDir: null,
      callTimeoutMs: 120_000,
      tls: null,
    });
    expect(mail).to.deep.equal({
      type: 'smtp',
      server: 'mail.halykbank.nb',
      port: 587,
      tls: 'starttls',
      name: 'halykbank.kz',
      username: 'cdsrb',
      password: 'smtp-pw',
    });
    expect(sender).to.equal('cdsrb@halykbank.kz');
    expect(recipients).to.deep.equal(['admin@example.com', 'manager@example.com']);
    expect(state).to.deep.equal({type: 'sqlite'});
    expect(secrets).to.deep.equal({
      assignmentSecret: HEX_A.toLowerCase(),
      rosterKey: HEX_B,
      auditKey: null,
      oldAssignmentSecrets: [],
      oldRosterKeys: [],
      generated: [],
    });
    expect(auth).to.deep.equal({
      type: 'secret',
      secret: JWT,
      olderSecrets: [],
      issuer: null,
      audience: null,
      adminClaim: null,
    });
  });

  it('goes to a worker thread as it is', () => {
    const config = configOf({...DOCUMENT, ...SECRETS, MONGODB_URI: 'mongodb://u:p@a:1,b:2/db?x=y'});
    expect(structuredClone(config)).to.deep.equal(config);
    expect(JSON.parse(JSON.stringify(config))).to.deep.equal(config);
  });

  it('takes an empty text for unset, whatever the variable', () => {
    const empty = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, '']));
    expect(readConfig(empty, null)).to.deep.equal(readConfig({}, null));
    expect(readConfig({}, 'ORACLE_HOST=\nPORT=""\n')).to.deep.equal(readConfig({}, null));
  });

  it('reads .env, over which the environment wins, even if it empties a variable', () => {
    const envFile = 'export PORT=9000 # a comment\nLEASE="20s"\nSTORAGE=\'oracle\'\n';
    const config = configOf({PORT: '9001', STORAGE: '', LEASE: undefined}, envFile);
    expect(config.http.port).to.equal(9001);
    expect(config.leaseMs).to.equal(20_000);
    expect(config.storage.type).to.equal('sqlite');
  });
});

describe('faults', () => {
  it('come all at once, with what was expected and what was given', () => {
    const faults = faultsOf({
      PORT: 'http',
      LEASE: '10',
      STATE: 'mongodb',
      CAMPAIGN_NOTIFICATION_EMAILS: 'a@b.kz, bad;worse@',
    });
    expect(faults).to.deep.equal([
      {variable: 'LEASE', expected: 'a duration such as 500ms, 10s or 3h, from 100ms to 10m', got: '10'},
      {variable: 'CAMPAIGN_NOTIFICATION_EMAILS', expected: 'email addresses with commas between them', got: 'bad'},
      {variable: 'CAMPAIGN_NOTIFICATION_EMAILS', expected: 'email addresses with commas between them', got: 'worse@'},
      {variable: 'PORT', expected: 'an integer from 0 to 65535', got: 'http'},
      {
        variable: 'MONGODB_URI',
        expected: 'mongodb://… or mongodb+srv://… with user and password percent-encoded; required with STATE=mongodb',
      },
    ]);
    expect(formatFault(faults[3]!)).to.equal('PORT: expected an integer from 0 to 65535, got "http"');
    expect(formatFault(faults[4]!)).to.match(/^MONGODB_URI: expected mongodb:.* required with STATE=mongodb$/);
  });

  it('cut what was given short', () => {
    expect(faultsOf({PORT: '😀'.repeat(500)})[0]?.got).to.equal(`${'😀'.repeat(60)}…`);
  });

  it('show what is not seen, or looks like another letter', () => {
    const got = (PORT: string) => faultsOf({PORT})[0]?.got;
    expect(got('9123\u200b')).to.equal('9123<U+200B>');
    expect(got('80\u00a000')).to.equal('80<U+00A0>00');
    expect(got('8\u041e00')).to.equal('8<U+041E>00');
    expect(got('порт\u200b восемь')).to.equal('порт<U+200B> восемь');
  });

  it('keep an id out of what mails are called by', () => {
    expect(faultyNames({INSTANCE_NAME: 'desk of IIN990990000001'})).to.deep.equal(['INSTANCE_NAME']);
  });

  it('name no bound that would pass for an id', () => {
    expect(faultsOf({MAX_USERS: '0'})[0]?.expected).to.equal('an integer from 1 to 100,000,000');
  });

  it('with Oracle name all that is missing', () => {
    expect(faultyNames({STORAGE: 'oracle'})).to.have.members([
      ...['HOST', 'USER', 'PASSWORD', 'SID'].flatMap((name) => [`ORACLE_${name}`, `SPSS_ORACLE_${name}`]),
      ...Object.keys(SECRETS),
    ]);
    expect(faultyNames(DOCUMENT)).to.have.members(Object.keys(SECRETS));
    expect(faultyNames({...DOCUMENT, ...SECRETS, ROSTER_KEY: 'short'})).to.deep.equal(['ROSTER_KEY']);
  });

  it('with SMTP name all that is missing', () => {
    expect(faultyNames({MAIL_TRANSPORT: 'smtp'})).to.have.members([
      'SMTP_SERVER',
      'EMAIL_SENDER',
      'CAMPAIGN_NOTIFICATION_EMAILS',
    ]);
    const whole: Environment = {...DOCUMENT, ...SECRETS};
    expect(faultyNames(without(whole, 'SMTP_PASSWORD'))).to.deep.equal(['SMTP_PASSWORD']);
    expect(faultyNames(without(whole, 'SMTP_USERNAME'))).to.deep.equal(['SMTP_USERNAME']);
    expect(faultyNames(without(whole, 'SMTP_USERNAME', 'SMTP_PASSWORD'))).to.deep.equal([]);
  });

  it('tell of half a server, whose name is missing', () => {
    for (const name of ['ORACLE_USER', 'ORACLE_PASSWORD', 'SPSS_ORACLE_HOST']) {
      expect(faultyNames({[name]: 'x'})).to.deep.equal(['ORACLE_HOST']);
      expect(faultyNames({[name]: 'x', STORAGE: 'sqlite'})).to.deep.equal([]);
    }
    expect(faultyNames({SMTP_PASSWORD: 'x'})).to.deep.equal(['SMTP_SERVER']);
    expect(faultyNames({SMTP_PASSWORD: 'x', MAIL_TRANSPORT: 'file'})).to.deep.equal([]);
    expect(faultyNames({ORACLE_SID: 'XE', ORACLE_PORT: '1521', SMTP_PORT: '25'})).to.deep.equal([]);
  });

  it('tell of contradictions', () => {
    const whole: Environment = {...DOCUMENT, ...SECRETS};
    const jwks = {AUTH_JWKS_URL: 'https://id.kz/jwks', AUTH_ISSUER: 'id', AUTH_AUDIENCE: 'sc'};
    expect(faultyNames({...whole, ORACLE_SERVICE_NAME: 'x'})).to.deep.equal(['ORACLE_SERVICE_NAME']);
    expect(faultyNames({...whole, SPSS_ORACLE_SERVICE_NAME: 'x'})).to.deep.equal(['SPSS_ORACLE_SERVICE_NAME']);
    expect(faultyNames({AUTH_JWT_SECRET: JWT, ...jwks})).to.deep.equal(['AUTH_JWT_SECRET']);
    expect(faultyNames({AUTH_JWT_SECRET: JWT, AUTH_JWKS_URL: 'x'})).to.deep.equal(['AUTH_JWKS_URL', 'AUTH_JWT_SECRET']);
    expect(faultyNames({AUTH_JWKS_URL: 'https://id.kz/jwks'})).to.deep.equal(['AUTH_ISSUER', 'AUTH_AUDIENCE']);
    expect(faultyNames({...without(whole, 'AUTH_JWT_SECRET'), ...jwks})).to.deep.equal([]);
  });
});

describe('the kinds of storage, state, mail and tokens', () => {
  it('set by hand win over what the environment suggests', () => {
    const config = configOf({
      ...DOCUMENT,
      MONGODB_URI: 'mongodb://h',
      STORAGE: 'sqlite',
      STATE: 'sqlite',
      MAIL_TRANSPORT: 'file',
    });
    expect([config.storage, config.state, config.mail].map(({type}) => type)).to.deep.equal([
      'sqlite',
      'sqlite',
      'file',
    ]);
  });

  it('take a service name instead of a SID', () => {
    const environment = {...without(DOCUMENT, 'SPSS_ORACLE_SID'), ...SECRETS, SPSS_ORACLE_SERVICE_NAME: 'spss.bank'};
    const {storage} = configOf(environment);
    expect(storage.type === 'oracle' && storage.spss).to.deep.equal({
      host: 'your_spss_host',
      port: 1522,
      serviceName: 'spss.bank',
      user: 'your_spss_user',
      password: 'spss-pw',
      ...NO_WALLET,
    });
  });

  it('take a connect string and a wallet instead of host and SID', () => {
    const environment = {
      ...without(DOCUMENT, 'ORACLE_HOST', 'ORACLE_PORT', 'ORACLE_SID'),
      ...SECRETS,
      ...{ORACLE_CONNECT_STRING: 'tcps://db:2484/dssb', ORACLE_WALLET_DIR: '/w', ORACLE_WALLET_PASSWORD: 'wpw'},
    };
    const {storage} = configOf(environment);
    expect(storage.type === 'oracle' && storage.dssb).to.deep.equal({
      connectString: 'tcps://db:2484/dssb',
      user: 'your_dssb_user',
      password: 'dssb-pw',
      configDir: null,
      walletDir: '/w',
      walletPassword: 'wpw',
    });
    expect(faultyNames({...environment, ORACLE_HOST: 'h'})).to.deep.equal(['ORACLE_CONNECT_STRING']);
  });

  it('take MongoDB from its address', () => {
    expect(configOf({MONGODB_URI: 'mongodb://h/db'}).state).to.deep.equal({type: 'mongodb', uri: 'mongodb://h/db'});
  });

  it('take the port that belongs to the encryption, unless one is given', () => {
    const base = without({...DOCUMENT, ...SECRETS}, 'SMTP_PORT');
    expect(configOf(base).mail).to.include({tls: 'starttls', port: 587});
    expect(configOf({...base, SMTP_SERVER: 'localhost', SMTP_TLS: 'none'}).mail).to.include({tls: 'none', port: 587});
    expect(configOf({...base, SMTP_TLS: 'tls'}).mail).to.include({tls: 'tls', port: 465});
    expect(configOf({...base, SMTP_TLS: 'tls', SMTP_PORT: '2465'}).mail).to.include({port: 2465});
  });

  it('take tokens of another issuer, and then make no secret for own ones', () => {
    const config = configOf({
      AUTH_JWKS_URL: 'https://id.kz/jwks',
      AUTH_ISSUER: 'id',
      AUTH_AUDIENCE: 'sc',
      ROSTER_KEY: HEX_B,
    });
    expect(config.auth).to.deep.equal({
      type: 'jwks',
      url: 'https://id.kz/jwks',
      issuer: 'id',
      audience: 'sc',
      adminClaim: {path: ['permissions'], value: 'admin'},
    });
    expect(config.secrets).to.deep.equal({
      assignmentSecret: null,
      rosterKey: HEX_B,
      auditKey: null,
      oldAssignmentSecrets: [],
      oldRosterKeys: [],
      generated: ['ASSIGNMENT_SECRET'],
    });
  });
});

describe('loading', () => {
  let folder: ReturnType<typeof tempFolder>;
  beforeEach(() => {
    folder = tempFolder();
  });
  afterEach(() => folder.remove());

  it('reads .env in the folder, to which relative paths belong', () => {
    writeFileSync(join(folder.path, '.env'), '\uFEFFPORT=9000\r\nLOG_FILE=logs/sc.log\r\n');
    const answer = loadConfig(folder.path, {LEASE: '1s'});
    const config = answer.type === 'ok' ? answer.config : null;
    expect(config?.http.port).to.equal(9000);
    expect(config?.leaseMs).to.equal(1000);
    expect(config?.dataDir).to.equal(join(folder.path, 'var'));
    expect(config?.log.file).to.equal(join(folder.path, 'logs', 'sc.log'));
  });

  it('needs no .env, and leaves the environment of the process alone', () => {
    expect(loadConfig(folder.path, {PORT: 'x'})).to.deep.equal(readConfig({PORT: 'x'}, null));
    writeFileSync(join(folder.path, '.env'), 'SOFTCOLLECTION_TEST=1\n', {mode: 0o600});
    const before = {...process.env};
    expect(loadConfig(folder.path, {}).warnings).to.deep.equal(['SOFTCOLLECTION_TEST in .env is not known']);
    expect({...process.env}).to.deep.equal(before);
  });

  it('refuses a .env that cannot be read, or not as text', () => {
    const load = () => loadConfig(folder.path, {});
    writeFileSync(join(folder.path, '.env'), Buffer.from('\uFEFFORACLE_HOST=h', 'utf16le'));
    expect(load).to.throw(Failure, '.env is not UTF-8 text').with.property('kind', 'configuration');
    expect(() => loadConfig(join(folder.path, '.env'), {}))
      .to.throw(Failure, '.env cannot be read (ENOTDIR)')
      .with.property('kind', 'configuration');
  });
});
