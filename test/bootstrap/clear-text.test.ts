import {expect} from 'chai';
import {poolAttributes} from '../../src/adapters/oracle/oracle-access.ts';
import {clearTextWarnings} from '../../src/bootstrap/config/clear-text.ts';
import type {Environment} from '../../src/bootstrap/config.ts';
import {configOf, DOCUMENT, faultsOf, faultyNames, SECRETS, without} from './sample-environment.ts';

const DOCUMENTED: Environment = {...DOCUMENT, ...SECRETS};
const BY_STRING = {...SECRETS, ...without(DOCUMENT, ...['', 'SPSS_'].flatMap((it) => [`${it}ORACLE_HOST`, `${it}ORACLE_SID`])), STORAGE: 'oracle'}; // biome-ignore format: short

/** The first words of each warning. */
const warned = (environment: Environment) => clearTextWarnings(configOf(environment)).map((text) => text.split(':')[0]);

describe('a connection in clear', () => {
  it('is warned of at the start: both Oracles of the documented environment', () => {
    expect(warned(DOCUMENTED)).to.deep.equal(['Oracle (DSSB_APP)', 'Oracle (SPSS)']);
    expect(warned({...DOCUMENTED, ORACLE_HOST: 'localhost', SPSS_ORACLE_HOST: '127.0.0.1'})).to.deep.equal([]);
    expect(warned({...DOCUMENTED, ORACLE_TLS: 'required'})).to.deep.equal([]);
  });

  it('is told by the address of a connect string', () => {
    const cases: readonly [address: string, isInClear: boolean][] = [
      ['tcps://h.kz:2484/s', false],
      ['tcp://h.kz:1521/s', true],
      ['h.kz:1521/s', true],
      ['localhost:1521/s', false],
      ['(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1)))', true],
      ['(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=h)(PORT=1)))', false],
      ['(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=a)(PORT=1))(ADDRESS=(PROTOCOL=TCP)(HOST=b)(PORT=1)))', true],
      ['DSSB_PROD', false],
    ];
    for (const [address, isInClear] of cases) {
      const whole = {...BY_STRING, ORACLE_CONNECT_STRING: address, SPSS_ORACLE_CONNECT_STRING: 'tcps://h/s'};
      expect(warned(whole), address).to.deep.equal(isInClear ? ['Oracle (DSSB_APP)'] : []);
      const insisted = faultyNames({...whole, ORACLE_TLS: 'required'});
      expect(insisted, address).to.deep.equal(/tcps/i.test(address) && !isInClear ? [] : ['ORACLE_CONNECT_STRING']);
    }
  });

  it('is none with ORACLE_TLS=required: host and port are reached over TCPS', () => {
    const {storage} = configOf({...DOCUMENTED, ORACLE_TLS: 'required'});
    if (storage.type !== 'oracle') throw new Error('no Oracle');
    for (const access of [storage.dssb, storage.spss])
      expect(poolAttributes(access).connectString).to.include('(PROTOCOL=TCPS)');
  });

  it('to MongoDB, a mail server, a switch, or of HTTP is warned of, unless it stays on this machine', () => {
    const cases: readonly [Environment, warnings: string[]][] = [
      [{MONGODB_URI: 'mongodb://db1.bank.kz/sc'}, ['MongoDB']],
      [{MONGODB_URI: 'mongodb://localhost:1,db1.bank.kz:2/sc'}, ['MongoDB']],
      [{MONGODB_URI: 'mongodb+srv://db1.bank.kz/sc?tls=false'}, ['MongoDB']],
      [{MONGODB_URI: 'mongodb://db1.bank.kz/sc?w=1&tls=true'}, []],
      [{MONGODB_URI: 'mongodb+srv://db1.bank.kz/sc'}, []],
      [{MONGODB_URI: 'mongodb://u:p@[::1]:2,localhost:27017,127.0.0.1/sc'}, []],
      [{SMTP_SERVER: 'mail.kz', SMTP_TLS: 'none', ...PEOPLE}, ['Mail server']],
      [{SMTP_SERVER: 'localhost', SMTP_TLS: 'none', ...PEOPLE}, []],
      [{SMTP_SERVER: 'mail.kz', ...PEOPLE}, []],
      [{PING_URL: 'http://hc.kz/x'}, ['PING_URL']],
      [{PING_URL: 'https://hc.kz/x'}, []],
      [{HTTP_HOST: '0.0.0.0'}, ['HTTP_HOST=0.0.0.0']],
      [{HTTP_HOST: '0.0.0.0', PUBLIC_URL: 'https://sc.kz'}, []],
      [{HTTP_HOST: '0.0.0.0', TLS_CERT_FILE: 'sc.pem', TLS_KEY_FILE: 'sc.key'}, []],
      [{HTTP_HOST: '0.0.0.0', TRUSTED_PROXIES: '10.0.0.1'}, ['HTTP_HOST=0.0.0.0']],
      [{HTTP_HOST: '::1'}, []],
    ];
    for (const [environment, warnings] of cases)
      expect(warned(environment), JSON.stringify(environment)).to.deep.equal(warnings);
  });

  const PEOPLE = {EMAIL_SENDER: 'a@b.kz', CAMPAIGN_NOTIFICATION_EMAILS: 'a@b.kz'};

  it('is refused where a password would travel in it, or a certificate would not be looked at', () => {
    const login = {SMTP_TLS: 'none', SMTP_USERNAME: 'u', SMTP_PASSWORD: 'Pa55word-plain', ...PEOPLE};
    expect(faultyNames({SMTP_SERVER: 'mail.kz', ...login})).to.deep.equal(['SMTP_TLS']);
    expect(JSON.stringify(faultsOf({SMTP_SERVER: 'mail.kz', ...login}))).to.not.include('Pa55word');
    expect(faultyNames({SMTP_SERVER: '127.0.0.1', ...login})).to.deep.equal([]);
    for (const option of ['tlsAllowInvalidCertificates', 'tlsAllowInvalidHostnames', 'tlsInsecure', 'TLSINSECURE'])
      expect(faultyNames({MONGODB_URI: `mongodb://h.kz/sc?tls=true&${option}=true`}), option).to.deep.equal([
        'MONGODB_URI',
      ]);
    expect(faultyNames({MONGODB_URI: 'mongodb://h.kz/sc?tls=true&tlsInsecure=false'})).to.deep.equal([]);
  });
});
