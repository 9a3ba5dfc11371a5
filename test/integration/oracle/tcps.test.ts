import {createPrivateKey} from 'node:crypto';
import {expect} from 'chai';
import type {RunReport} from '../../../src/domain/run-report.ts';
import {type Certificate, certificateOf} from '../../support/certificate.ts';
import {describeOnTestServers} from '../../support/given-oracle.ts';
import {type Installation, installations, jsonOf} from '../../support/installation.ts';
import {clearGroups, fillSources, plannedOracleRows} from '../../support/oracle-data.ts';
import {type OracleServers, startOracleServers} from '../../support/oracle-servers.ts';
import {SECRETS} from '../../support/secrets.ts';
import {type TlsProxy, tlsProxy} from '../../support/tls-proxy.ts';
import {syntheticUsers, theories} from '../../support/world.ts';

const pem = (...parts: string[]) => parts.map((part) => `${part.trim()}\n`).join('');
const NO_FILE = 'a folder without a wallet';
const [CLIENT_HELLO, HANDSHAKE] = [1, 0x16];

describeOnTestServers('Oracle by TCPS', function () {
  this.timeout(60_000);
  const install = installations();
  let servers: OracleServers;
  /** Of the server, of the client, and of an authority that nobody here has signed with. */
  let [own, client, foreign] = [] as unknown as [Certificate, Certificate, Certificate];
  let proxies: readonly [dssb: TlsProxy, spss: TlsProxy];

  before(async () => {
    servers = startOracleServers('--sysdate', '2024-01-15T09:00:00');
    await fillSources(servers, theories(2), syntheticUsers(50));
    [own, client, foreign] = await Promise.all([
      certificateOf('localhost'),
      certificateOf('client.test'),
      certificateOf('foreign.test'),
    ]);
  });
  after(() => servers?.stop());
  beforeEach(async () => {
    await clearGroups(servers);
    proxies = await proxiesWith(own);
  });
  afterEach(() => closeAll(proxies));

  const portOf = ({access}: {access: object}) => (access as {port: number}).port;
  const proxiesWith = async (certificate: Certificate) =>
    [await tlsProxy(portOf(servers.dssb), certificate), await tlsProxy(portOf(servers.spss), certificate)] as const;
  const closeAll = (all: readonly TlsProxy[]) => Promise.all(all.map((proxy) => proxy.close()));

  /** The service with nothing but connect strings, and this wallet. */
  function installed([dssb, spss]: readonly TlsProxy[], wallet: string | null): Installation {
    const {ORACLE_USER, ORACLE_PASSWORD, SPSS_ORACLE_USER, SPSS_ORACLE_PASSWORD} = servers.environment;
    const at = install({
      ...SECRETS,
      ...{ORACLE_USER: ORACLE_USER!, ORACLE_PASSWORD: ORACLE_PASSWORD!},
      ...{SPSS_ORACLE_USER: SPSS_ORACLE_USER!, SPSS_ORACLE_PASSWORD: SPSS_ORACLE_PASSWORD!},
      ORACLE_CONNECT_STRING: `tcps://localhost:${dssb!.port}/DSSB`,
      // The long form, by SID, as a DBA would write it.
      SPSS_ORACLE_CONNECT_STRING: `(DESCRIPTION=(ADDRESS=(PROTOCOL=TCPS)(HOST=localhost)(PORT=${spss!.port}))(CONNECT_DATA=(SID=SPSS)))`,
      ...(wallet === null ? {} : {ORACLE_WALLET_DIR: '.', SPSS_ORACLE_WALLET_DIR: '.'}),
    });
    if (wallet !== null && wallet !== NO_FILE) at.write('ewallet.pem', wallet);
    return at;
  }

  async function expectCompleted(at: Installation, settings = {}): Promise<void> {
    const answer = await at.run('run --json', settings);
    expect([answer.code, jsonOf<RunReport>(answer).status], answer.err).to.deep.equal([0, 'completed']);
    expect(Object.values(await plannedOracleRows(servers)).map((digest) => digest.split(',')[0])).to.deep.equal([
      '10 rows',
      '40 rows',
      '40 rows',
    ]);
    for (const proxy of proxies) expect(proxy.passed()).to.be.greaterThan(0);
    expectNothingClear(proxies);
  }

  /** The run ends with 4, in these words, and no login has been so much as tried. */
  async function expectRefused(at: Installation, code: string): Promise<void> {
    const answer = await at.run('run --json');
    const {error} = jsonOf<RunReport>(answer);
    expect([answer.code, error?.kind], answer.err).to.deep.equal([4, 'refused']);
    expect(error!.message).to.include(`${code}, no trusted TLS connection comes about`);
    expect(answer.err + answer.out).to.match(/ewallet\.pem in (SPSS_)?ORACLE_WALLET_DIR/);
    expect(Object.values(await plannedOracleRows(servers)).every((digest) => digest.startsWith('0 rows'))).to.equal(
      true,
    );
  }

  /** Each connection begins with a ClientHello, and neither a user's name nor a statement was ever to be read. */
  function expectNothingClear(all: readonly TlsProxy[]): void {
    const sent = all.flatMap((proxy) => proxy.received()).filter(({length}) => length > 0);
    for (const bytes of sent) {
      expect([bytes[0], bytes[5]]).to.deep.equal([HANDSHAKE, CLIENT_HELLO]);
      const text = bytes.toString('latin1');
      for (const word of ['CONNECT_DATA', 'SERVICE_NAME', servers.environment.ORACLE_USER!, 'SELECT', 'SC_local'])
        expect(text.toLowerCase().includes(word.toLowerCase()), `${word} was sent in clear`).to.equal(false);
    }
  }

  it('runs with a wallet of key, certificate and the authority of the server', () =>
    expectCompleted(installed(proxies, pem(client.key, client.cert, own.cert))));

  it('runs with a wallet whose key has a password', async () => {
    const locked = createPrivateKey(client.key).export({
      ...{type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'wallet-secret'},
    } as const);
    const at = installed(proxies, pem(locked.toString(), client.cert, own.cert));
    await expectRefused(at, 'NJS-505');
    await expectCompleted(at, {ORACLE_WALLET_PASSWORD: 'wallet-secret', SPSS_ORACLE_WALLET_PASSWORD: 'wallet-secret'});
  });

  it("runs without a wallet where the system trusts the server's authority", async () => {
    const at = installed(proxies, null);
    at.write('authority.pem', own.cert);
    await expectCompleted(at, {NODE_EXTRA_CA_CERTS: at.inFolder('authority.pem')});
  });

  it('sends nothing to a server whose authority the wallet does not know', async () => {
    await expectRefused(installed(proxies, pem(client.key, client.cert, foreign.cert)), 'NJS-506');
    expect(proxies[0].received().length).to.be.greaterThan(0);
    expectNothingClear(proxies);
    expect(proxies.map((proxy) => proxy.passed())).to.deep.equal([0, 0]);
  });

  it('sends nothing to a server of another name', async () => {
    const others = await proxiesWith(foreign);
    try {
      await expectRefused(installed(others, pem(client.key, client.cert, foreign.cert)), 'NJS-506');
      expectNothingClear(others);
      expect((await servers.dssb.control<{sessions: number}>('GET', '/stats')).sessions).to.equal(0);
    } finally {
      await closeAll(others);
    }
  });

  it('says so when the wallet has no key, is damaged or is not there', async () => {
    await expectRefused(installed(proxies, own.cert), 'NJS-505');
    await expectRefused(installed(proxies, 'nothing of use'), 'NJS-505');
    await expectRefused(installed(proxies, NO_FILE), 'NJS-512');
    expect(proxies.map((proxy) => proxy.passed())).to.deep.equal([0, 0]);
  });
});
