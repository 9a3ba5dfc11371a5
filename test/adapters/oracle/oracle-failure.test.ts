import {inspect} from 'node:util';
import {expect} from 'chai';
import {LOGIN_CODES} from '../../../src/adapters/oracle/login-codes.ts';
import {oracleFailure} from '../../../src/adapters/oracle/oracle-failure.ts';
import {PASSING_CODES} from '../../../src/adapters/oracle/passing-codes.ts';
import {REFUSAL_CODES} from '../../../src/adapters/oracle/refusal-codes.ts';
import {Failure} from '../../../src/application/failure.ts';

const IIN = '990101300012';
const PLACE = {database: 'spss', what: 'SPSS.SC_theory_users (SC00000001.2)'} as const;

/** An error as the driver throws it: its code, then the text of server or driver. */
const thrown = (code: string, text: string) => Object.assign(new Error(text), {code});
const server = (number: number, text = 'whatever the server says') => {
  const code = `ORA-${String(number).padStart(5, '0')}`;
  return thrown(code, `${code}: ${text}\nHelp: https://docs.oracle.com/error-help/db/${code.toLowerCase()}/`);
};
const explained = (error: Error) => oracleFailure(error, PLACE) as Failure;
const told = (error: Error) => {
  const {kind, retryable, message} = explained(error);
  return [kind, retryable, message.replace(/^.*?: /, '')];
};

describe('errors of Oracle', () => {
  const TOLD: readonly (readonly [kind: string, retryable: boolean, says: string, codes: readonly number[]])[] = [
    ['unreachable', true, 'the connection was lost', [28, 600, 603, 1092, 2396, 3113, 3114, 3135, 12537, 12571]],
    ['unreachable', true, 'the database takes no connection', [1033, 1034, 1089, 12170, 12541, 12543, 12545]],
    ['unreachable', true, 'the listener does not know this database', [12505, 12514]],
    ['unreachable', true, 'the database has no session or memory to spare', [18, 20, 2391, 4031, 12516, 12519, 12520]],
    ['unreachable', true, 'no answer in time', [1013]],
    ['unreachable', true, 'another session holds the table', [51, 54, 60, 4020, 4021]],
    ['unreachable', true, 'the rows changed too fast to be read consistently', [1410, 1555, 8103]],
    [
      ...(['unreachable', true, "a limit of the user's profile or of the Resource Manager ended it"] as const),
      [41, 2392, 2393, 2394, 2395, 7455, 56722, 56733, 56735],
    ],
    ['unreachable', true, 'an in-doubt distributed transaction holds rows', [1591]],
    ['unreachable', true, 'the database broke the statement off', [3150, 4061, 4068, 12805]],
    ['refused', false, 'the table, a partition or its tablespace is read-only', [372, 1647, 12081, 14466]],
    [
      ...(['refused', false, 'a security policy (VPD, Database Vault, SQL Firewall) is in the way'] as const),
      [28112, 28113, 47401, 47605],
    ],
    ['refused', false, 'a materialized view that is refreshed at each commit fails', [12008, 12048]],
    ['refused', false, 'a column has another type than the service expects', [932, 1722, 1861]],
    ['unreachable', true, 'the database is open for reading only', [16000]],
    ['refused', false, 'no room for more rows', [257, 1536, 1653, 1654, 30036]],
    ['refused', false, 'the login is refused', [1017, 28000, 28001]],
    ['refused', false, "the account's password is stored in a form too old for this driver", [28040]],
    ['refused', false, 'a table, a column or a grant is missing', [904, 942, 1031, 1045, 1950]],
    ['refused', false, 'locks on the table are switched off', [69]],
    ['refused', false, 'the table does not take one of the rows', [1, 1400, 2290, 4088, 12899, 14300, 14400]],
    ['refused', false, 'a part of the table or of an index cannot be used', [1502, 28365]],
    ['refused', false, 'the connection cannot be made as configured', [12154]],
    [
      'refused',
      false,
      'the database demands native network encryption, which this driver does not speak',
      [12268, 12660],
    ],
  ];
  for (const [kind, retryable, says, numbers] of TOLD) {
    it(`say "${says}"${retryable ? '' : ', and are not tried again'}`, () => {
      for (const number of numbers) {
        const error = server(number);
        const {code} = error;
        expect(told(error)).to.deep.equal([kind, retryable, `${code}, ${says}`]);
        expect(explained(error).advice, code).to.match(/^\S.{20,}/);
      }
    });
  }

  it('name database, table and groups', () => {
    const {message, database} = explained(server(1653));
    expect(message).to.equal('spss, SPSS.SC_theory_users (SC00000001.2): ORA-01653, no room for more rows');
    expect(database).to.equal('spss');
  });

  it('advise with the variables of the database that failed', () => {
    const advice = (database: 'spss' | 'dssb_app') =>
      (oracleFailure(server(1017), {database, what: 'x'}) as Failure).advice;
    expect(advice('spss')).to.match(/^correct SPSS_ORACLE_USER and SPSS_ORACLE_PASSWORD/);
    expect(advice('dssb_app')).to.match(/^correct ORACLE_USER and ORACLE_PASSWORD/);
  });

  it('are found in the text of the Thin driver', () => {
    const closed = 'NJS-500: connection to Oracle Database was closed or broken';
    const refused = 'NJS-511: connection to listener at host h port 1 was refused. (CONNECTION_ID=x)\nCause: ';
    const absent = 'NJS-503: connection to host h port 1 could not be established. (CONNECTION_ID=x)\n';
    for (const [text, ...expected] of [
      [`${closed}\nORA-00028: your session has been killed`, 'ORA-00028, the connection was lost'],
      [`${closed}\nORA-56600: an unknown one`, 'ORA-56600, the connection was lost'],
      [`${closed}\nNJS-521: connection to host h port 1 received end-of-file`, 'NJS-500, the connection was lost'],
      [closed, 'NJS-500, the connection was lost'],
      [`${refused}ORA-12516`, 'ORA-12516, the database has no session or memory to spare'],
      [`${refused}refused`, 'ORA-12541, the database takes no connection'],
      [`${absent}connect ECONNREFUSED 127.0.0.1:1`, 'ORA-12541, the database takes no connection'],
      [`${absent}getaddrinfo EAI_AGAIN h`, 'NJS-503, the database takes no connection'],
      ['NJS-530: The host addresses or URLs are incorrect', 'ORA-12545, the database takes no connection'],
      ['NJS-510: connection to host h port 1 timed out.', 'ORA-12170, the database takes no connection'],
      ['NJS-518: Service "x" is not registered', 'ORA-12514, the listener does not know this database'],
      ['NJS-123: call timeout of 1000 ms exceeded', 'NJS-123, no answer in time'],
      ['NJS-040: connection request timeout.', 'NJS-040, the database has no session or memory to spare'],
    ] as const) {
      expect(told(thrown(text.slice(0, 7), text)), text).to.deep.equal(['unreachable', true, ...expected]);
    }
    expect(told(thrown('ECONNRESET', 'read ECONNRESET'))).to.deep.equal([
      'unreachable',
      true,
      'ECONNRESET, the connection was lost',
    ]);
  });

  it('tell a certificate that is not trusted from a handshake that was cut short', () => {
    const handshake = (why: string) =>
      thrown('NJS-506', `NJS-506: connection to host h port 1 encountered TLS handshake failure.\n${why}`);
    expect(told(handshake('unable to verify the first certificate'))).to.deep.equal([
      'refused',
      false,
      'NJS-506, no trusted TLS connection comes about',
    ]);
    expect(told(handshake('read ECONNRESET'))).to.deep.equal(['unreachable', true, 'NJS-506, the connection was lost']);
  });

  it('know a wallet that is not there from a wrong connect string', () => {
    const text =
      "NJS-512: invalid connection string parameters.\nENOENT: no such file or directory, open '/w/ewallet.pem'";
    expect(told(thrown('NJS-512', text))[2]).to.equal('NJS-512, no trusted TLS connection comes about');
    expect(told(thrown('NJS-512', 'NJS-512: invalid connection string parameters.'))[2]).to.equal(
      'NJS-512, the connection cannot be made as configured',
    );
  });

  it('are looked for behind those that only say where: recursive SQL, triggers, batches', () => {
    const text = 'ORA-00604: error occurred at recursive SQL level 1\nORA-01653: unable to extend table X';
    expect(told(thrown('ORA-00604', text))).to.deep.equal(['refused', false, 'ORA-01653, no room for more rows']);
    const trigger = 'ORA-20001: not now\nORA-06512: at "X.T", line 3\nORA-04088: error during execution of trigger';
    expect(told(thrown('ORA-20001', trigger))[2]).to.equal('ORA-04088, the table does not take one of the rows');
  });

  it('mean the login while a session is being opened', () => {
    const atLogin = (text: string) => {
      const {kind, message} = oracleFailure(thrown('', text), {...PLACE, at: 'login'}) as Failure;
      return [kind, message.replace(/^.*?: /, '')];
    };
    const trigger = 'ORA-20001: not at night\nORA-06512: at line 3';
    for (const [text, ...told] of [
      [
        'NJS-500: connection to Oracle Database was closed',
        'unreachable',
        'NJS-500, the connection was closed during the login',
      ],
      ['ORA-12537: TNS:connection closed', 'unreachable', 'ORA-12537, the connection was closed during the login'],
      [`ORA-04088: error\nORA-00604: level 1\n${trigger}`, 'refused', 'ORA-04088, a logon trigger refuses the session'],
      [`ORA-00604: level 1\n${trigger}`, 'refused', 'ORA-00604, a logon trigger refuses the session'],
      ['ORA-00604: level 1\nORA-01653: no room', 'refused', 'ORA-01653, no room for more rows'],
      ['ORA-01017: invalid', 'refused', 'ORA-01017, the login is refused'],
    ] as const)
      expect(atLogin(text), text).to.deep.equal(told);
  });

  it('are known of the Thick driver too', () => {
    expect(told(thrown('', 'DPI-1067: call timeout of 1 ms exceeded with ORA-3136'))[2]).to.equal(
      'DPI-1067, no answer in time',
    );
    expect(told(thrown('', 'DPI-1010: not connected'))[2]).to.equal('DPI-1010, the connection was lost');
  });

  it('that nobody foresaw are critical, and still say place and code', () => {
    expect(told(server(6502))).to.deep.equal(['unexpected', false, 'ORA-06502, an error that was not foreseen']);
  });

  it('never show a value that the server repeats', () => {
    const texts = [
      `ORA-00001: unique constraint (X.Y) violated on table X.T columns (IIN)\nORA-03301: row with column values (IIN:'${IIN}') already exists`,
      `ORA-01722: unable to convert string value containing "${IIN}" to a number: IIN`,
      `ORA-12899: value too large for column IIN (actual: 12, maximum: 9) ${IIN}`,
      `NJS-500: connection to Oracle Database was closed or broken\nORA-00028: ${IIN}`,
      `ORA-06502: ${IIN}`,
    ];
    for (const text of texts) {
      const failure = explained(thrown(text.slice(0, 9), text));
      const all = [failure.message, failure.advice, failure.stack, inspect(failure, {depth: 9, showHidden: true})];
      expect(all.join().includes(IIN), `${text.slice(0, 9)} shows a value`).to.equal(false);
    }
  });

  it('are each in one class only, and each class says how it is mended', () => {
    const all = [...PASSING_CODES, ...REFUSAL_CODES].flatMap(({codes}) => codes);
    expect(all.filter((code, i) => all.indexOf(code) !== i)).to.deep.equal([]);
    for (const {says, advice, kind, retryable} of [...PASSING_CODES, ...REFUSAL_CODES, ...LOGIN_CODES]) {
      expect(advice.length, says).to.be.greaterThan(20);
      if (kind === 'refused') expect(retryable, says).to.equal(false);
    }
  });

  it('are left as they are when they are failures already, or not of the driver', () => {
    const failure = new Failure('breach', 'known');
    expect(oracleFailure(failure, PLACE)).to.equal(failure);
    const bug = new TypeError('x is not a function');
    expect(oracleFailure(bug, PLACE)).to.equal(bug);
  });
});
