import {expect} from 'chai';
import {distance} from '../../src/bootstrap/config/names.ts';
import {configOf, DOCUMENT, SECRETS, warningsOf} from './sample-environment.ts';

describe('warnings', () => {
  it('ask whether a close name was meant', () => {
    expect(warningsOf({ORACLE_HOTS: 'x'})).to.deep.equal(['ORACLE_HOTS is not known; did you mean ORACLE_HOST?']);
    const slips = {
      SPSS_ORACLE_PASWORD: 'SPSS_ORACLE_PASSWORD',
      CAMPAIGN_NOTIFICATION_EMAIL: 'CAMPAIGN_NOTIFICATION_EMAILS',
    };
    for (const [name, known] of Object.entries({...slips, MONGO_URI: 'MONGODB_URI', oracle_host: 'ORACLE_HOST'})) {
      expect(warningsOf({[name]: 'x'})).to.deep.equal([`${name} is not known; did you mean ${known}?`]);
    }
  });

  it('leave the names of other programs alone', () => {
    const others =
      'PATH HOME USER LOGNAME SHELL TERM LANG LC_ALL TZ PWD OLDPWD HOSTNAME EDITOR DISPLAY TMPDIR MAIL SHLVL COLUMNS ' +
      'LS_COLORS NODE_ENV NODE_OPTIONS NODE_PATH NO_COLOR NO_PROXY HTTP_PROXY HTTPS_PROXY http_proxy SSH_AUTH_SOCK ' +
      'ORACLE_HOME ORACLE_BASE ORACLE_HOSTNAME ORACLE_UNQNAME ORACLE_PATH ORACLE_TERM TNS_ADMIN NLS_LANG LD_LIBRARY_PATH ' +
      'SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS CURL_CA_BUNDLE REQUESTS_CA_BUNDLE ' +
      'XDG_DATA_DIRS XDG_DATA_HOME INVOCATION_ID JOURNAL_STREAM npm_config_user_agent npm_package_name APPDATA TEMP PORTS';
    expect(warningsOf(Object.fromEntries(others.split(' ').map((name) => [name, 'x'])))).to.deep.equal([]);
  });

  it('name everything in .env that is not known', () => {
    const envFile =
      'ORACLE_HOTS=x\nPROT=1\nFOO_BAR=2\nPORT=8000\nORACLE_HOME=/opt\nSMTP_HOST=h\nbar=1\nconstructor=2\n';
    expect(warningsOf({ORACLE_HOTS: 'y', FOO_BAZ: ''}, envFile)).to.deep.equal([
      'ORACLE_HOTS is not known; did you mean ORACLE_HOST?',
      'PROT is not known; did you mean PORT?',
      'FOO_BAR in .env is not known',
      'ORACLE_HOME in .env is not known',
      'SMTP_HOST in .env is not known',
      'a name in .env is not known; names are written in capitals',
    ]);
  });

  it('tell of a value in .env that loses what follows its #', () => {
    const cut = 'SMTP_TLS=none#x\nexport AUTH_ISSUER = a b#c\nLOG_FILE=#x\n';
    expect(warningsOf({}, cut)).to.deep.equal(
      ['SMTP_TLS', 'AUTH_ISSUER', 'LOG_FILE'].map(
        (name) => `${name} in .env ends at its #; write the value in single quotes`,
      ),
    );
    const fine = "# PORT=1#2\nSMTP_TLS=none # it's#fine\nAUTH_ISSUER='a#b'\nAUTH_AUDIENCE=\"a#b\"\nLOG_FILE= # none\n";
    expect(warningsOf({}, fine)).to.deep.equal([]);
    expect(configOf({}, fine).auth).to.include({issuer: 'a#b', audience: 'a#b'});
  });

  it('tell of lines in .env that are not read, without repeating them, and of names that stand twice', () => {
    const lost = 'set PORT=1\r\n# fine\n\n  export LEASE=1s\n{"PORT": 1}\nРORT=2\n$env:PORT="3"\nPORT=4\nPORT=5\n';
    expect(warningsOf({}, lost)).to.deep.equal([
      ...[1, 5, 6, 7].map((line) => `line ${line} of .env is not read: write NAME=value, in Latin letters`),
      'PORT stands more than once in .env: its last value counts',
    ]);
    const fine =
      "\uFEFFAUTH_ISSUER='a\nb # c\n'\nAUTH_AUDIENCE=\"x\ny\" # c\nLOG_FILE=\nPORT: 1\n \t\n# it's\nLEASE=`1s`";
    expect(warningsOf({}, fine)).to.deep.equal([]);
    expect(warningsOf({}, 'SMTP_PASSWORD=\ufffdx\n')[0]).to.include('not UTF-8');
  });

  it('repeat no id', () => {
    for (const name of ['IIN990990000001', 'A9909_9000_0001']) {
      const [warning, ...more] = warningsOf({}, `${name}=1\n`);
      expect(more).to.deep.equal([]);
      expect(/9909/.test(warning ?? '9909')).to.equal(false);
    }
  });

  it('measure names by added, dropped, changed and swapped letters', () => {
    const cases = [
      ['', 'ab', 2],
      ['ab', 'ba', 1],
      ['HOTS', 'HOST', 1],
      ['kitten', 'sitting', 3],
      ['ab', 'ab', 0],
    ] as const;
    for (const [a, b, steps] of cases) expect([distance(a, b), distance(b, a)]).to.deep.equal([steps, steps]);
  });

  it('tell that Oracle without MongoDB is for one process alone, unless that is meant', () => {
    const [warning, ...more] = warningsOf({...DOCUMENT, ...SECRETS});
    expect(warning).to.include('MONGODB_URI').and.include('second installation');
    expect(more).to.deep.equal([]);
    expect(warningsOf({...DOCUMENT, ...SECRETS, STATE: 'sqlite'})).to.deep.equal([]);
    expect(warningsOf({...DOCUMENT, ...SECRETS, MONGODB_URI: 'mongodb://localhost/softcollection'})).to.deep.equal([]);
  });
});
