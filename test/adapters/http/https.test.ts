import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {Agent, get} from 'node:https';
import {connect as connectPlain, type Socket} from 'node:net';
import {join} from 'node:path';
import {connect, type TLSSocket} from 'node:tls';
import {expect} from 'chai';
import {Failure} from '../../../src/application/failure.ts';
import {type Certificate, certificateOf} from '../../support/certificate.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';
import {tempFolder} from '../../support/temp-folder.ts';
import {until} from '../../support/until.ts';

describe('HTTPS of its own', () => {
  let [first, second]: Certificate[] = [];
  let folder: ReturnType<typeof tempFolder>;
  let files: {certFile: string; keyFile: string};
  let at: HttpWorld | null;

  before(async () => {
    [first, second] = await Promise.all([certificateOf('localhost'), certificateOf('localhost')]);
  });
  beforeEach(() => {
    folder = tempFolder();
    files = {certFile: join(folder.path, 'sc.pem'), keyFile: join(folder.path, 'sc.key')};
    at = null;
  });
  afterEach(async () => {
    await at?.close();
    folder.remove();
  });

  const write = (pair: {cert: string; key: string}) => {
    writeFileSync(files.certFile, pair.cert);
    writeFileSync(files.keyFile, pair.key);
  };
  const serve = async () => {
    write(first!);
    at = await serveWorld({config: {tls: files}});
    return at;
  };
  const ask = (path: string, agent: Agent) =>
    new Promise<{status: number; headers: Record<string, unknown>}>((resolve, reject) => {
      get(`${at!.address}${path}`, {agent, ca: [first!.cert, second!.cert]}, (answer) => {
        answer.resume().once('end', () => resolve({status: answer.statusCode!, headers: answer.headers}));
      }).on('error', reject);
    });
  /** The certificate that a new connection is shown. */
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const socket: TLSSocket = connect({port: at!.port, host: '127.0.0.1', rejectUnauthorized: false}, () => {
        resolve(socket.getPeerX509Certificate()!.toString());
        socket.destroy();
      }).on('error', reject);
    });
  const warnings = () => at!.log.filter(({level}) => level === 'warn').map(({message}) => message);

  it('has HSTS, takes TLS 1.2 and 1.3 and nothing older, and hangs up on plain HTTP', async () => {
    const {port} = await serve();
    const answer = await ask('/livez', new Agent());
    expect([answer.status, answer.headers['strict-transport-security']]).to.deep.equal([
      200,
      'max-age=31536000; includeSubDomains',
    ]);
    const speak = async (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') => {
      const ciphers = 'DEFAULT:@SECLEVEL=0';
      const only = {minVersion: version, maxVersion: version, ciphers, rejectUnauthorized: false};
      const socket = connect({port, host: '127.0.0.1', ...only});
      return once(socket, 'secureConnect').then(
        () => socket.destroy() && 'taken',
        () => 'refused',
      );
    };
    expect([await speak('TLSv1.1'), await speak('TLSv1.2'), await speak('TLSv1.3')]).to.deep.equal([
      'refused',
      'taken',
      'taken',
    ]);
    const plain = await fetch(`http://127.0.0.1:${port}/livez`).then(
      () => 'answered',
      () => 'hung up',
    );
    expect(plain).to.equal('hung up');
  });

  it('takes a new pair when both files have it, and no connection is lost; a broken one is told once', async () => {
    await serve();
    const agent = new Agent({keepAlive: true, maxSockets: 1});
    await ask('/livez', agent);
    const kept = Object.values(agent.freeSockets).flat()[0] as Socket;
    write({cert: second!.cert, key: first!.key});
    await until('told of the broken pair', () => warnings().length > 0);
    expect(warnings()).to.match(/^HTTPS goes on with its former certificate: the key in .*sc\.key is not that of/);
    expect(warnings().join()).not.to.include('PRIVATE');
    expect(await shown()).to.equal(first!.cert.replace(/\r/g, '').trimEnd().concat('\n'));
    write(second!);
    await until(
      'the new one shown',
      async () => (await shown()) === second!.cert.replace(/\r/g, '').trimEnd().concat('\n'),
    );
    expect(warnings()).to.have.length(1);
    expect((await ask('/livez', agent)).status).to.equal(200);
    expect(Object.values(agent.freeSockets).flat()[0]).to.equal(kept);
    agent.destroy();
  });

  it('is not served by files that are away, no PEM or no pair: a fault of the configuration that names them', async () => {
    const cases: readonly [pair: {cert: string; key: string} | null, words: RegExp][] = [
      [null, /sc\.pem cannot be read \(ENOENT\)/],
      [{cert: 'nonsense', key: first!.key}, /sc\.pem and .*sc\.key are no certificate and key/],
      [{cert: first!.cert, key: second!.key}, /the key in .*sc\.key is not that of the certificate in .*sc\.pem/],
    ];
    for (const [pair, words] of cases) {
      if (pair) write(pair);
      const fault = await serveWorld({config: {tls: files}}).then(
        () => null,
        (error: unknown) => error,
      );
      if (!(fault instanceof Failure)) throw new Error(`no failure for ${words}`);
      expect([fault.kind, fault.message])
        .to.match(/^configuration,HTTPS cannot be served/)
        .and.match(words);
    }
  });

  it('a request at work outlasts 300 silent connections, and these do not hold up the end', async () => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    write(first!);
    const services = {isWithdrawn: () => asked.then(() => false)};
    at = await serveWorld({config: {tls: files}, services});
    const {port, tokens} = at;
    const working = new Promise<number>((resolve, reject) => {
      const headers = {Authorization: `Bearer ${tokens.admin}`};
      get(`https://127.0.0.1:${port}/scheduler/status`, {headers, ca: first!.cert}, (got) => {
        got.resume().once('end', () => resolve(got.statusCode!));
      }).on('error', reject);
    });
    const silent: Socket[] = [];
    let closed = 0;
    for (let n = 0; n < 300; n++) {
      const socket = connectPlain(port, '127.0.0.1').on('error', () => {});
      socket.once('close', () => closed++);
      await once(socket, 'connect');
      silent.push(socket);
    }
    await until('the oldest are closed', () => closed >= 300 - 256);
    answer();
    expect(await working).to.equal(200);
    await at.close();
    at = null;
    await until('all are closed', () => closed === 300);
  });
});
