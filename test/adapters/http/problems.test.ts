import {once} from 'node:events';
import {connect} from 'node:net';
import {expect} from 'chai';
import {asProblem} from '../../../src/adapters/http/problem.ts';
import {Failure} from '../../../src/application/failure.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';
import {until} from '../../support/until.ts';

const IIN = '900101300012';
const JSON_TYPE = {'Content-Type': 'application/json'};
type Document = Record<string, unknown>;

describe('HTTP problems', () => {
  let at: HttpWorld;
  const broken: {error: unknown} = {error: null};
  before(async () => {
    at = await serveWorld({
      services: {
        pageRuns: async () => {
          throw broken.error;
        },
      },
    });
  });
  after(() => at.close());

  async function expectProblem(status: number, path: string, asking?: Parameters<HttpWorld['ask']>[1]) {
    // Of refusals of a kind the first within a minute has a line of its own.
    at.world.clock.advance(60_000);
    const told = await at.ask(path, asking);
    expect(told.status, path).to.equal(status);
    expect(told.headers.get('Content-Type')).to.equal('application/problem+json; charset=utf-8');
    const document = told.json as Document;
    expect(document).to.include.keys('type', 'title', 'status', 'request_id');
    expect(document.status).to.equal(status);
    expect(document.request_id).to.equal(told.headers.get('X-Request-Id'));
    const line = at.log.find(({message, request_id}) => message === 'request' && request_id === document.request_id);
    expect(line, 'the line in the log').to.include({status});
    return {...told, document, line: line!};
  }

  it('answer 404 for unknown paths, runs and files, without repeating them', async () => {
    const paths = [
      '/nope',
      '/scheduler',
      '/runs/nope',
      '/runs/distribution-2024-01-15',
      '/runs/x/events',
      '/docs/x.js',
    ];
    for (const path of [...paths, '/docs/..%2Fpackage.json', '/%00', '/runs/%E0%A4%A', `/${IIN}`, `/runs/${IIN}`]) {
      const {text} = await expectProblem(404, path);
      expect(text.includes(IIN)).to.equal(false);
    }
    expect(JSON.stringify(at.log).includes(IIN)).to.equal(false);
  });

  it('answer 409 for a run on a restored state that is older than the tables, and say so', () => {
    const {status, detail} = asProblem(new Failure('state_behind', 'older than the tables'));
    expect([status, detail]).to.deep.equal([409, 'older than the tables']);
  });

  it('answer 503 for a run that cannot be read, which is not one that is not there', async () => {
    const read = () => Promise.reject(new Failure('unreachable', 'the state store is away'));
    const away = await serveWorld({deps: ({deps}) => ({events: {...deps.events, read}})});
    try {
      for (const path of ['', '/events', '/stream']) {
        const {status, json} = await away.ask(`/runs/distribution-2024-01-15${path}`);
        expect([status, (json as Document).detail], path).to.deep.equal([503, 'the state store is away']);
      }
    } finally {
      await away.close();
    }
  });

  it('answer 405 with what is allowed', async () => {
    const cases: [string, string, string][] = [
      ['POST', '/scheduler/status', 'GET, HEAD'],
      ['DELETE', '/runs/distribution-2024-01-15', 'GET, HEAD'],
      ['GET', '/scheduler/test-distribution', 'POST'],
      ['PUT', '/databases/test-all-connections', 'POST'],
      ['PROPFIND', '/livez', 'GET, HEAD'],
    ];
    for (const [method, path, allow] of cases) {
      const {headers} = await expectProblem(405, path, {method});
      expect(headers.get('Allow'), path).to.equal(allow);
    }
    const options = await fetch(`${at.address}/scheduler/stop`, {method: 'OPTIONS'});
    expect([options.status, options.headers.get('Allow')]).to.deep.equal([204, 'POST']);
  });

  it('answer 400 for parameters that are unknown, doubled or wrong, and never repeat them', async () => {
    const paths = [
      '/scheduler/status?x=1',
      `/scheduler/status?${IIN}=1`,
      '/scheduler/next-runs?count=0',
      '/scheduler/next-runs?count=101',
      '/scheduler/next-runs?count=',
      '/scheduler/next-runs?count=1e1',
      '/scheduler/next-runs?count=5&count=6',
      '/scheduler/next-runs?Count=5',
      `/runs?before=${IIN}`,
      '/runs?limit=0',
      '/daily-distribution/verification?date=2024-02-30',
      `/daily-distribution/verification?date=${IIN}`,
      '/daily-distribution/preview?__proto__=1',
    ];
    for (const path of paths) {
      const {text, document} = await expectProblem(400, path);
      expect(document.errors).to.be.an('array').with.length.greaterThan(0);
      expect(text.includes(IIN)).to.equal(false);
    }
    for (const query of ['wait=no', 'wait=', 'dry_run=1', 'dry_run=true&dry_run=false', 'date=2024-01-15']) {
      await expectProblem(400, `/scheduler/test-distribution?${query}`, {method: 'POST'});
    }
    expect(JSON.stringify(at.log).includes(IIN)).to.equal(false);
    expect(at.world.rows()).to.deep.equal([]);
  });

  it('answer 400 for a body that is broken or says more than is known', async () => {
    const bodies = ['{', '"x"', '[]', 'null', '1', '{"wait":false}', `{"iin":"${IIN}"}`, '{"__proto__":{}}', '\uFEFF{'];
    for (const body of bodies) {
      const {text} = await expectProblem(400, '/scheduler/stop', {method: 'POST', body, headers: JSON_TYPE});
      expect(text.includes(IIN)).to.equal(false);
    }
    const notUtf8 = Uint8Array.from([0x7b, 0xff, 0x7d]);
    await expectProblem(400, '/scheduler/stop', {method: 'POST', body: notUtf8, headers: JSON_TYPE});
    expect((await at.services.schedulerStatus()).status).to.equal('running');
  });

  it('answer 415 for a body of another type, 413 for one that is too large', async () => {
    const text = {'Content-Type': 'text/plain'};
    await expectProblem(415, '/scheduler/stop', {method: 'POST', body: '{}', headers: text});
    const large = JSON.stringify({x: 'x'.repeat(20_000)});
    await expectProblem(413, '/scheduler/stop', {method: 'POST', body: large, headers: JSON_TYPE});
  });

  it('answer 413 for a large body of unannounced length', async () => {
    const {tokens, address} = at;
    const chunk = new Uint8Array(8_000).fill(32);
    let left = 4;
    const body = new ReadableStream<Uint8Array>({
      pull: (to) => (left-- > 0 ? to.enqueue(chunk) : to.close()),
    });
    const headers = {...JSON_TYPE, Authorization: `Bearer ${tokens.admin}`};
    const init = {method: 'POST', headers, body, duplex: 'half'} as RequestInit;
    const answer = await fetch(`${address}/scheduler/stop`, init);
    expect(answer.status, JSON.stringify(at.log.at(-1))).to.equal(413);
  });

  it('answer 500 without any detail, and tell the log without ids', async () => {
    broken.error = new Error(`ORA-00001 (${IIN}) violated`);
    const {document, line} = await expectProblem(500, '/runs');
    expect(Object.keys(document).sort()).to.deep.equal(['request_id', 'status', 'title', 'type']);
    expect(line.fault).to.equal('ORA-00001 ([id]) violated');
    expect(JSON.stringify(at.log).includes(IIN)).to.equal(false);
  });

  it('answer 503 when a database is away, and name it', async () => {
    broken.error = new Failure('unreachable', 'spss.db cannot be opened', {database: 'spss'});
    const {document, headers} = await expectProblem(503, '/runs');
    expect(document.database).to.equal('spss');
    expect(headers.get('Retry-After')).to.equal('5');
  });

  it('have the security headers and no banner, like any answer', async () => {
    for (const path of ['/nope', '/livez', '/scheduler/status', '/']) {
      const {headers} = await at.ask(path);
      expect(headers.get('X-Content-Type-Options')).to.equal('nosniff');
      expect(headers.get('X-Frame-Options')).to.equal('DENY');
      expect(headers.get('Cache-Control')).to.equal('no-store');
      expect(headers.get('Referrer-Policy')).to.equal('no-referrer');
      expect(headers.get('Content-Security-Policy')).to.include("default-src 'none'");
      for (const banner of ['Server', 'X-Powered-By', 'Access-Control-Allow-Origin']) {
        expect(headers.has(banner), banner).to.equal(false);
      }
    }
  });

  it('answer what is no HTTP at all with a problem, too', async () => {
    expect(await sendRaw(at.port, 'nonsense\r\n\r\n')).to.match(/^HTTP\/1\.1 400 .*application\/problem\+json/s);
    const head = `GET /livez HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`;
    expect(await sendRaw(at.port, head)).to.match(/^HTTP\/1\.1 431 /);
    expect(await sendRaw(at.port, 'GET /livez HTTP/1.1\r\n')).to.match(/^HTTP\/1\.1 408 .*charset=utf-8.*nosniff/s);
  });
});

describe('HTTP that a proxy may read otherwise', () => {
  let at: HttpWorld;
  before(async () => {
    at = await serveWorld();
  });
  after(() => at.close());

  for (const [what, head, status] of [
    ['two hosts', 'GET /livez HTTP/1.1\r\nHost: a\r\nhOST: b', 400],
    ['no host', 'GET /livez HTTP/1.1', 400],
    ['HTTP/0.9', 'GET /livez', 400],
    ['HTTP/2.0 in clear', 'GET /livez HTTP/2.0\r\nHost: a', 400],
    ['a host with a blank', 'GET /livez HTTP/1.1\r\nHost: a b', 400],
    ['a host with a path', 'GET /livez HTTP/1.1\r\nHost: a/../b', 400],
    ['a host with a user', 'GET /livez HTTP/1.1\r\nHost: u@a', 400],
    ['a host that is markup', 'GET /livez HTTP/1.1\r\nHost: "><b>', 400],
    ['an address without a host', 'GET http:// HTTP/1.1\r\nHost: a', 400],
    ['an address that is broken', 'GET http://[::1/livez HTTP/1.1\r\nHost: a', 400],
    ['an address of another kind', 'GET ftp://a/livez HTTP/1.1\r\nHost: a', 400],
    ['a target without a slash', 'GET ?livez HTTP/1.1\r\nHost: a', 400],
    ['an expectation that nobody knows', 'GET /livez HTTP/1.1\r\nHost: a\r\nExpect: a-miracle', 417],
    ['a whole address', 'GET http://b/livez HTTP/1.1\r\nHost: b', 200],
    ['an IPv6 address', 'GET /livez HTTP/1.1\r\nHost: [::1]:8000', 200],
    ['HTTP/1.0, which needs no host,', 'GET /livez HTTP/1.0', 200],
    ['a value like a header', 'GET /livez HTTP/1.1\r\nX: Host\r\nHost: a', 200],
  ] as const)
    it(`${what} is answered ${status}`, async () => {
      const close = head.includes('HTTP/') ? '\r\nConnection: close' : '';
      const answer = await sendRaw(at.port, `${head}${close}\r\n\r\n`);
      expect(answer).to.match(new RegExp(`^HTTP/1.1 ${status} .*nosniff`, 's'));
    });
});

describe('HTTP connections', () => {
  let at: HttpWorld;
  beforeEach(async () => {
    at = await serveWorld();
  });
  afterEach(() => at.close());

  it('that say nothing are closed, the oldest first, before they keep others out', async () => {
    const silent = await Promise.all(
      Array.from({length: 400}, async () => {
        const socket = connect(at.port, '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        return socket;
      }),
    );
    expect((await at.ask('/livez')).status).to.equal(200);
    await until('the oldest are closed', () => silent.filter((socket) => socket.destroyed).length >= 144);
    expect((await at.ask('/scheduler/status')).status).to.equal(200);
    for (const socket of silent) socket.destroy();
  });

  it('are closed after an answer whose question went on without end', async () => {
    const socket = connect(at.port, '127.0.0.1');
    socket.write('GET /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    let sent = 0;
    const flood = setInterval(() => {
      sent += 65_536;
      socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`);
    }, 1);
    socket.on('error', () => {}).resume();
    // `once` would reject at the EPIPE of a write that comes just after the server has closed.
    await new Promise((closed) => socket.once('close', closed));
    clearInterval(flood);
    expect(sent).to.be.below(50_000_000);
  });
});

describe('HTTP rate limits', () => {
  let at: HttpWorld;
  beforeEach(async () => {
    at = await serveWorld();
  });
  afterEach(() => at.close());

  it('turn an address away after 120 refused tokens, but no valid token', async () => {
    const ask = () => at.ask('/scheduler/status', {as: null, headers: {Authorization: 'Bearer x.y.z'}});
    for (let i = 0; i < 120; i++) expect((await ask()).status).to.equal(401);
    const {status, headers} = await ask();
    expect(status).to.equal(429);
    expect(Number(headers.get('Retry-After'))).to.be.within(1, 60);
    expect((await at.ask('/scheduler/status')).status).to.equal(200);
  });

  it('allow six manual runs a minute; previews do not count', async () => {
    const run = (query = '') => at.ask(`/scheduler/test-distribution${query}`, {method: 'POST'});
    for (let i = 0; i < 8; i++) expect((await run('?dry_run=true')).status).to.equal(200);
    for (let i = 0; i < 6; i++) expect((await run()).status).to.equal(200);
    const {status, headers} = await run();
    expect(status).to.equal(429);
    expect(Number(headers.get('Retry-After'))).to.be.within(1, 60);
    expect((await run('?dry_run=true')).status).to.equal(200);
  });

  for (const [method, path] of [
    ['GET', '/daily-distribution/preview'],
    ['POST', '/databases/test-all-connections'],
  ] as const)
    it(`allow twelve a minute and subject: ${path}`, async () => {
      const as = async (sub: string) => ({Authorization: `Bearer ${await at.token({sub})}`});
      const statusFor = async (sub: string) => (await at.ask(path, {method, as: null, headers: await as(sub)})).status;
      const statuses = await Promise.all(Array.from({length: 13}, () => statusFor('eager')));
      expect(statuses.filter((status) => status === 200)).to.have.length(12);
      expect([await statusFor('eager'), await statusFor('another')]).to.deep.equal([429, 200]);
    });

  it('keep the log short: of refusals of a kind the first has a line, the others are counted', async () => {
    const lines = (message: string) => at.log.filter((line) => line.message === message && line.status !== 200);
    for (let i = 0; i < 40; i++) await at.ask(`/nothing/${i}`);
    for (let i = 0; i < 5; i++) await at.ask('/scheduler/status', {as: null});
    for (let i = 0; i < 3; i++) await at.ask('/sign-in?x=1', {as: null});
    for (let i = 0; i < 3; i++) await at.ask('/sign-in', {as: null, method: 'POST', body: 'token=x'});
    expect(lines('request').map(({status}) => status)).to.deep.equal([404, 401, 400, 403]);
    at.world.clock.advance(60_000);
    await at.ask('/nothing');
    const told = lines('refused requests').map(({status, more, from, seconds}) => [status, more, from, seconds]);
    expect(told).to.deep.equal([
      [404, 39, '127.0.0.1', 60],
      [401, 4, '127.0.0.1', 60],
      [400, 2, '127.0.0.1', 60],
      [403, 2, '127.0.0.1', 60],
    ]);
    expect(lines('request')).to.have.length(5);
  });
});

function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.once('close', () => resolve(answer)).once('error', reject);
  });
}
