import {expect} from 'chai';
import {peerOf} from '../../../src/adapters/http/peer.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';

const FORM = {'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin'};

describe('X-Forwarded-For and -Proto', () => {
  let at: HttpWorld;
  afterEach(() => at.close());

  const serve = async (trustedProxies: string[]) => {
    at = await serveWorld({config: {trustedProxies}});
  };
  const forwarded = (to: string, proto = 'https') => ({'X-Forwarded-For': to, 'X-Forwarded-Proto': proto});
  const refusedTimes = async (times: number, headersOf: (n: number) => Record<string, string>) => {
    const statuses: number[] = [];
    for (let n = 0; n < times; n++) statuses.push((await fetch(`${at.address}/runs`, {headers: headersOf(n)})).status);
    return statuses;
  };
  const signIn = () =>
    fetch(`${at.address}/sign-in`, {
      method: 'POST',
      headers: {...FORM, ...forwarded('203.0.113.7')},
      body: new URLSearchParams({token: at.tokens.admin}).toString(),
      redirect: 'manual',
    });

  it('of anybody change nothing: not whose limit it is, not the log, the audit, the cookie', async () => {
    await serve([]);
    const statuses = await refusedTimes(121, (n) => forwarded(`203.0.113.${n}`));
    expect([statuses[0], statuses[119], statuses[120]]).to.deep.equal([401, 401, 429]);
    await at.ask('/scheduler/stop', {method: 'POST', headers: forwarded('203.0.113.7')});
    for (const line of at.log.filter((line) => 'from' in line)) expect(line.from).to.equal('127.0.0.1');
    const begun = await signIn();
    expect(begun.headers.get('Set-Cookie')).to.match(/^softcollection=/);
    expect(begun.headers.get('Strict-Transport-Security')).to.equal(null);
  });

  it('of a proxy that is not the trusted one change nothing either', async () => {
    await serve(['127.0.0.2', '10.0.0.0/8']);
    const statuses = await refusedTimes(121, (n) => forwarded(`203.0.113.${n}`));
    expect(statuses[120]).to.equal(429);
  });

  it('of a trusted proxy give each client a limit of its own, which what clients write before them does not', async () => {
    await serve(['127.0.0.0/8']);
    const statuses = await refusedTimes(121, (n) => forwarded(`198.51.100.${n}, 203.0.113.7`));
    expect([statuses[119], statuses[120]]).to.deep.equal([401, 429]);
    expect(await refusedTimes(1, () => forwarded('203.0.113.8'))).to.deep.equal([401]);
  });

  it('of one /64 share a limit, however written; another /64 and each IPv4 address have their own', async () => {
    await serve(['127.0.0.0/8']);
    const of64 = (n: number) => forwarded(n % 2 ? `2001:DB8::${n + 1}` : `2001:0db8:0:0:${n + 1}::1`);
    const statuses = await refusedTimes(121, of64);
    expect([statuses[119], statuses[120]]).to.deep.equal([401, 429]);
    for (const other of ['2001:db8:0:1::1', '2001:db8:1::1', '::1', '::ffff:203.0.113.8', '203.0.113.8'])
      expect(await refusedTimes(1, () => forwarded(other)), other).to.deep.equal([401]);
  });

  it('of a trusted proxy are what log and audit have, and make the cookie a __Host- one', async () => {
    await serve(['127.0.0.1']);
    await at.ask('/scheduler/stop', {method: 'POST', headers: forwarded('203.0.113.7')});
    const lines = at.log.filter(({message, from}) => from === '203.0.113.7' && /^(request|audit)$/.test(message));
    expect(lines.map(({message}) => message)).to.have.members(['request', 'audit']);
    const {json} = await at.ask('/audit?since=2020-01-01');
    expect(JSON.stringify(json)).to.include('"203.0.113.7"');
    const begun = await signIn();
    expect(begun.headers.get('Set-Cookie')).to.match(/^__Host-softcollection=.*; Secure; /);
    expect(begun.headers.get('Strict-Transport-Security')).to.match(/^max-age=31536000/);
    const Cookie = begun.headers.get('Set-Cookie')!.split(';')[0]!;
    const looked = await fetch(`${at.address}/scheduler/status`, {headers: {Cookie, ...forwarded('203.0.113.7')}});
    expect(looked.status).to.equal(200);
  });

  it('lead to the right-most hop that is no trusted proxy; what is no address ends the way', async () => {
    await serve([]);
    const trustedProxies = ['10.0.0.0/8', 'fd00::/8'];
    const find = peerOf({publicUrl: null, tls: null, trustedProxies});
    const cases: readonly [remote: string, hops: string | undefined, client: string][] = [
      ['10.0.0.1', undefined, '10.0.0.1'],
      ['10.0.0.1', '', '10.0.0.1'],
      ['10.0.0.1', '203.0.113.7', '203.0.113.7'],
      ['::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
      ['fd00::1', '2001:db8::7', '2001:db8::7'],
      ['10.0.0.1', '1.1.1.1, 203.0.113.7,10.9.9.9', '203.0.113.7'],
      ['10.0.0.1', '10.1.1.1, 10.2.2.2', '10.1.1.1'],
      ['10.0.0.1', '1.1.1.1, nonsense', '10.0.0.1'],
      ['10.0.0.1', '1.1.1.1, 990990000001, 10.2.2.2', '10.2.2.2'],
      ['10.0.0.1', 'fe80::1%eth0', 'fe80::1%eth0'],
      ['11.0.0.1', '203.0.113.7', '11.0.0.1'],
    ];
    for (const [remoteAddress, hops, client] of cases) {
      const request = {socket: {remoteAddress}, headers: {'x-forwarded-for': hops, 'x-forwarded-proto': 'http, https'}};
      const peer = {address: client, isHttps: remoteAddress !== '11.0.0.1'};
      expect(find(request as never), `${remoteAddress} ${hops}`).to.deep.equal(peer);
    }
  });
});
