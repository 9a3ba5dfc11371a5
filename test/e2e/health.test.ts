import {createServer, type Server} from 'node:net';
import {expect} from 'chai';
import {certificateOf} from '../support/certificate.ts';
import {freePort} from '../support/free-port.ts';
import {installations, jsonOf} from '../support/installation.ts';
import {services} from '../support/running-service.ts';

const LISTENS = 'HTTP is listening';

describe('softcollection health', () => {
  const install = installations();
  const {start, killAll} = services();
  let silent: Server | null = null;
  afterEach(async () => {
    await killAll();
    silent?.close();
  });

  const running = async (more: Record<string, string> = {}) => {
    const at = install({PORT: String(await freePort()), ...more});
    await start(at).hears(LISTENS);
    return at;
  };

  for (const host of ['127.0.0.1', '0.0.0.0', '::']) {
    it(`finds the service that listens on ${host}, and all that it needs`, async () => {
      const at = await running({HTTP_HOST: host});
      const alive = await at.run('health --json');
      expect({...alive, out: jsonOf(alive)}).to.deep.equal({code: 0, out: {status: 'alive'}, err: ''});
      expect(jsonOf(await at.run('health --ready --json'))).to.include({status: 'ready'});
    });
  }

  it('finds one with HTTPS of its own', async () => {
    const {key, cert} = await certificateOf('softcollection.bank.example');
    const at = install({PORT: String(await freePort()), TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem'});
    at.write('cert.pem', cert);
    at.write('key.pem', key);
    await start(at).hears(LISTENS);
    expect(await at.run('health')).to.deep.include({code: 0, out: '{"status":"alive"}\n'});
  });

  it('ends with 4 when nothing listens, and when what listens is silent', async () => {
    const port = await freePort();
    const at = install({PORT: String(port)});
    const gone = await at.run('health --json');
    expect(gone.code).to.equal(4);
    expect(jsonOf(gone)).to.have.nested.property('error.kind', 'unreachable');
    silent = createServer().listen(port, '127.0.0.1');
    const hung = await at.run('health');
    expect(hung).to.include({code: 4, out: ''});
    expect(hung.err).to.match(/silent for 3 s\n→ softcollection start/);
  });
});
