import {createHmac, createSign, generateKeyPairSync, type KeyObject} from 'node:crypto';
import {createServer, request, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect} from 'chai';
import {exportJWK, SignJWT} from 'jose';
import {tokenCheck} from '../../../src/adapters/http/token-check.ts';
import {withdraw} from '../../../src/application/events/access-stream.ts';
import {Failure} from '../../../src/application/failure.ts';
import type {IsoInstant} from '../../../src/domain/ids.ts';
import {type HttpWorld, SECRET, serveWorld} from '../../support/http-world.ts';
import {DATE} from '../../support/world.ts';

type Claims = Record<string, unknown>;

const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token made by hand: any header, any payload text, any secret. */
function forge(header: unknown, payload: unknown, secret = SECRET, hash = 'sha256'): string {
  const text = `${base64(header)}.${base64(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

/** What makes a token one for this service. */
const OURS = {sub: 'a', iss: 'the bank', aud: 'softcollection'};
const RULES = {issuer: 'the bank', audience: 'softcollection', adminClaim: {path: ['permissions'], value: 'admin'}};
const ADMIN_ROUTES = ['/scheduler/start', '/scheduler/stop', '/scheduler/test-distribution'];

describe('hostile tokens', () => {
  let at: HttpWorld;
  const rules = {issuer: 'the bank', audience: 'softcollection', adminClaim: null};
  before(async () => {
    at = await serveWorld({config: {auth: {type: 'secret', secret: SECRET, olderSecrets: [], ...rules}}});
  });
  after(() => at.close());

  const HS256 = {alg: 'HS256', typ: 'JWT'};
  const now = () => Math.floor(at.world.clock.now() / 1000);
  const good = (more: Claims = {}) => ({
    sub: 'root',
    permissions: ['admin'],
    iss: rules.issuer,
    aud: rules.audience,
    exp: now() + 3600,
    ...more,
  });

  /** The Authorization header as given, past any client's checks; null sends none. */
  function askRaw(authorization: string | string[] | null, path = '/scheduler/status') {
    return new Promise<{status: number; headers: object; body: string; id: string}>((resolve, reject) => {
      const headers = authorization === null ? {} : {Authorization: authorization};
      const sent = request({port: at.port, host: '127.0.0.1', path, headers, agent: false}, async (answer) => {
        let body = '';
        for await (const chunk of answer) body += chunk;
        const {'x-request-id': id = '', date: _, ...rest} = answer.headers;
        resolve({status: answer.statusCode!, headers: rest, body: body.replaceAll(String(id), 'ID'), id: String(id)});
      });
      sent.once('error', reject).end();
    });
  }

  function hostile(): Record<string, string | string[] | null> {
    const bearer = (token: string) => `Bearer ${token}`;
    const valid = forge(HS256, good());
    const [head, body, signature] = valid.split('.') as [string, string, string];
    const {publicKey, privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
    const pem = publicKey.export({type: 'spki', format: 'pem'}) as string;
    const without = (name: string) => Object.fromEntries(Object.entries(good()).filter(([key]) => key !== name));
    const text = JSON.stringify(good());
    const flipped = `${signature.slice(0, 5)}${signature[5] === 'A' ? 'B' : 'A'}${signature.slice(6)}`;
    const forged: Record<string, string> = {
      'alg none': `${base64({alg: 'none'})}.${body}.`,
      'alg none with a signature': `${base64({alg: 'none'})}.${body}.${signature}`,
      'alg None': `${base64({alg: 'None'})}.${body}.`,
      'alg nOnE with a dot less': `${base64({alg: 'nOnE'})}.${body}`,
      'no alg': forge({typ: 'JWT'}, good()),
      'alg null': forge({alg: null}, good()),
      'alg a list': forge({alg: ['HS256']}, good()),
      'alg hs256': forge({alg: 'hs256'}, good()),
      HS384: forge({alg: 'HS384'}, good(), SECRET, 'sha384'),
      HS512: forge({alg: 'HS512'}, good(), SECRET, 'sha512'),
      'RS256 by a key of its own': forge({alg: 'RS256', jwk: publicKey.export({format: 'jwk'})}, good()),
      'HS256 with a public key as the secret': forge(HS256, good(), pem),
      'another secret': forge(HS256, good(), 'another secret of the tests, long enough'),
      'an empty secret': forge(HS256, good(), ''),
      'a secret with a blank': forge(HS256, good(), `${SECRET} `),
      expired: forge(HS256, good({exp: now() - 60})),
      'expired in 1970': forge(HS256, good({exp: 0})),
      'a negative exp': forge(HS256, good({exp: -1})),
      'no exp': forge(HS256, without('exp')),
      'exp a text': forge(HS256, good({exp: String(now() + 3600)})),
      'exp null': forge(HS256, good({exp: null})),
      'exp beyond numbers': forge(HS256, text.replace(/"exp":\d+/, '"exp":1e999')),
      'not yet valid': forge(HS256, good({nbf: now() + 600})),
      'nbf a text': forge(HS256, good({nbf: 'now'})),
      'no audience': forge(HS256, without('aud')),
      'another audience': forge(HS256, good({aud: 'somebody else'})),
      'audiences without ours': forge(HS256, good({aud: ['a', 'b']})),
      'an audience of another case': forge(HS256, good({aud: 'SoftCollection'})),
      'no issuer': forge(HS256, without('iss')),
      'another issuer': forge(HS256, good({iss: 'a bank'})),
      'an issuer list': forge(HS256, good({iss: [rules.issuer]})),
      'jku elsewhere': forge({...HS256, jku: 'http://127.0.0.1:9/keys'}, good(), 'whatever there is, long enough 1234'),
      'x5u elsewhere': forge({...HS256, x5u: 'http://127.0.0.1:9/x5u'}, good(), 'whatever there is, long enough 1234'),
      'a key of its own': forge({...HS256, jwk: {kty: 'oct', k: base64('own')}}, good(), 'own'),
      'a certificate of its own': forge({...HS256, x5c: [base64('own')]}, good(), 'own'),
      'a kid that is a path': forge({...HS256, kid: '../../dev/null'}, good(), ''),
      'a kid that is SQL': forge({...HS256, kid: "' OR 1=1 --"}, good(), 'x'),
      'an unknown crit': forge({...HS256, crit: ['urn:x'], 'urn:x': true}, good()),
      'b64 false': forge({...HS256, crit: ['b64'], b64: false}, good()),
      'claims twice': forge(HS256, text.replace('{', '{"permissions":["viewer"],')),
      'claims twice, once escaped': forge(HS256, text.replace('{', '{"e\\u0078p":1,')),
      'a claim within a claim twice': forge(
        HS256,
        text.replace('{', '{"realm_access":{"roles":[],"roles":["admin"]},'),
      ),
      'a header claim twice': forge('{"alg":"none","alg":"HS256"}', good()),
      'a payload that is no JSON': forge(HS256, 'not json'),
      'a payload that is a list': forge(HS256, '[]'),
      'a payload that is null': forge(HS256, 'null'),
      'no subject': forge(HS256, without('sub')),
      'a subject of blanks': forge(HS256, good({sub: ' \t'})),
      'an admin for 91 days': forge(HS256, good({exp: now() + 91 * 86_400})),
      'a viewer for two years': forge(HS256, good({permissions: [], exp: now() + 730 * 86_400})),
      'an admin of 91 days ago': forge(HS256, good({iat: now() - 91 * 86_400})),
      'issued tomorrow': forge(HS256, good({iat: now() + 86_400})),
      ...Object.fromEntries(
        ['logout+jwt', 'secevent+jwt', 'dpop+jwt', 'id_token', 'application/logout+jwt'].map((typ) => [
          `made for another purpose: ${typ}`,
          forge({alg: 'HS256', typ}, good()),
        ]),
      ),
      'a subject that is an object': forge(HS256, good({sub: {admin: true}})),
      'a changed payload': `${head}.${base64({...good(), sub: 'other'})}.${signature}`,
      'a changed signature': `${head}.${body}.${flipped}`,
      'no signature': `${head}.${body}.`,
      'truncated in the signature': valid.slice(0, -8),
      'truncated in the payload': valid.slice(0, head.length + 10),
      'one part': head,
      'four parts': `${valid}.${signature}`,
      'five parts (JWE)': `${head}.${body}.${signature}.${body}.${signature}`,
      'a padded signature': `${valid}=`,
      'signature in plain base64': `${head}.${body}.${signature.slice(0, -2)}+/`,
      huge: forge(HS256, good({x: 'x'.repeat(20_000)})),
      'huge, and nothing else': 'x'.repeat(50_000),
      'deeply nested': forge(HS256, `${'['.repeat(3000)}${']'.repeat(3000)}`),
      'unicode in it': `${head}.${body}é.${signature}`,
      'a null byte, encoded': `${valid}%00`,
      'signed by RSA': (() => {
        const signed = `${base64({alg: 'RS256'})}.${body}`;
        return `${signed}.${rsaSign(privateKey, signed)}`;
      })(),
    };
    return {
      'none at all': null,
      empty: '',
      'the word alone': 'Bearer',
      'the word and blanks': 'Bearer    ',
      'another scheme': `Basic ${base64('admin:admin')}`,
      'no scheme': valid,
      'two tokens': `Bearer ${valid} ${valid}`,
      'a list of schemes': `Basic x, Bearer ${valid}`,
      'a broken one before a valid one': [bearer('x.y.z'), bearer(valid)],
      'quotes around it': `Bearer "${valid}"`,
      ...Object.fromEntries(Object.entries(forged).map(([name, token]) => [name, bearer(token)])),
    };
  }

  it('all get the same 401, byte for byte but the request id', async () => {
    const tokens = Object.entries(hostile());
    expect(tokens).to.have.length.greaterThan(60);
    const expected = await askRaw(null);
    expect(expected.status).to.equal(401);
    expect(expected.headers).to.deep.include({
      'www-authenticate': 'Bearer',
      'content-type': 'application/problem+json; charset=utf-8',
    });
    const ids = new Set<string>();
    for (const [name, authorization] of tokens) {
      const sent = typeof authorization === 'string' ? Buffer.from(authorization).toString('latin1') : authorization;
      const {id, ...answer} = await askRaw(sent);
      ids.add(id);
      expect(answer, name).to.deep.equal({status: 401, headers: expected.headers, body: expected.body});
    }
    expect(ids.size).to.equal(tokens.length);
  });

  it('do not make the valid one be refused', async () => {
    expect((await askRaw(`Bearer ${forge(HS256, good())}`)).status).to.equal(200);
    expect((await askRaw(`bearer ${forge(HS256, good({aud: ['x', rules.audience], nbf: now()}))}`)).status).to.equal(
      200,
    );
    for (const typ of ['at+jwt', 'AT+JWT', 'application/at+jwt', 'jwt'])
      expect((await askRaw(`Bearer ${forge({alg: 'HS256', typ}, good())}`)).status, typ).to.equal(200);
    expect((await askRaw(`Bearer ${forge({alg: 'HS256'}, good())}`)).status).to.equal(200);
    expect((await askRaw(`Bearer ${forge({...HS256, jku: 'http://127.0.0.1:9/'}, good())}`)).status).to.equal(200);
  });

  it('stand in no log line', async () => {
    const valid = forge(HS256, good());
    await askRaw(`Bearer ${valid}`, `/scheduler/status?token=${valid}`);
    const said = JSON.stringify(at.log);
    for (const part of [valid.split('.')[1]!, valid.split('.')[2]!, SECRET])
      expect(said.includes(part)).to.equal(false);
  });

  it('are refused again once they expire, although they were trusted before', async () => {
    const short = `Bearer ${forge(HS256, good({exp: now() + 10}))}`;
    expect((await askRaw(short)).status).to.equal(200);
    at.world.clock.advance(16_000);
    expect((await askRaw(short)).status).to.equal(401);
  });
});

describe('permissions', () => {
  let at: HttpWorld;
  before(async () => {
    at = await serveWorld();
  });
  after(() => at.close());

  const post = async (path: string, claims: Claims) =>
    (await at.ask(path, {as: null, method: 'POST', headers: {Authorization: `Bearer ${await at.token(claims)}`}}))
      .status;

  it('of a viewer end before each admin route', async () => {
    const viewers: Claims[] = [
      {permissions: ['viewer']},
      {permissions: []},
      {},
      {role: 'viewer'},
      {permissions: 'admin'},
      {permissions: {admin: true}},
      {permissions: ['Admin', 'administrator', ['admin']]},
      {role: ['admin']},
      {roles: ['admin'], admin: true, scope: 'admin'},
    ];
    for (const path of ADMIN_ROUTES) {
      for (const claims of viewers) expect(await post(path, claims), JSON.stringify(claims)).to.equal(403);
    }
    expect(at.world.rows()).to.deep.equal([]);
    expect((await at.services.schedulerStatus()).status).to.equal('running');
  });

  it('of an admin come as a permission or a role', async () => {
    expect(await post('/scheduler/start', {permissions: ['x', 'admin']})).to.equal(200);
    expect(await post('/scheduler/start', {role: 'admin'})).to.equal(200);
  });

  it('of people whose names are ids, or cannot be shown, are told apart, and no id is', async () => {
    const subjects = ['IIN990990000001', '9909 9000 0002', 'IIN990990000001', '９９０９９０００００03'];
    subjects.push('boss\u200b', '\u0000', `${'x'.repeat(100)}1`, `${'x'.repeat(100)}2`);
    for (const sub of subjects) expect(await post('/scheduler/stop', {sub, permissions: ['admin']})).to.equal(200);
    const who = (await at.world.deps.events.read('audit')).slice(-8).map(({data}) => (data as {who: string}).who);
    for (const name of who) expect(name).to.match(/^id-[0-9a-f]{8}$/);
    expect([new Set(who).size, who[0] === who[2]]).to.deep.equal([7, true]);
    expect(/9909 ?9/.test(JSON.stringify(at.log).normalize('NFKC'))).to.equal(false);
  });

  it('are recorded by the route, however the caller writes it', async () => {
    const headers = {Authorization: `Bearer ${at.tokens.admin}`};
    expect((await fetch(`${at.address}/Scheduler/STOP/`, {method: 'POST', headers})).status).to.equal(200);
    expect((await at.world.deps.events.read('audit')).at(-1)!.data).to.include({what: 'POST /scheduler/stop'});
  });

  it('leave an event and a line of each call of an admin, and a line of each refusal', async () => {
    const told = await at.ask('/scheduler/stop', {method: 'POST'});
    const refused = await at.ask('/scheduler/stop', {method: 'POST', as: 'viewer'});
    const requestId = told.headers.get('X-Request-Id');
    const last = (await at.world.deps.events.read('audit')).at(-1)!;
    expect(last.data).to.deep.equal({
      who: 'somebody',
      what: 'POST /scheduler/stop',
      from: '127.0.0.1',
      outcome: 'done',
      requestId,
    });
    const lines = at.log.filter(({message}) => message === 'audit').slice(-2);
    expect(lines.map(({outcome, request_id}) => [outcome, request_id])).to.deep.equal([
      ['done', requestId],
      ['refused', refused.headers.get('X-Request-Id')],
    ]);
  });

  it('are recorded for each look at whole ids and at a seed, those of viewers are not', async () => {
    await at.ask('/scheduler/test-distribution', {method: 'POST'});
    const run = `distribution-${DATE}`;
    const looks = ['/daily-distribution/preview', `/runs/${run}/events`, `/runs/${run}/stream`];
    const {length} = await at.world.deps.events.read('audit');
    for (const path of looks) await at.ask(path, {as: 'viewer'});
    for (const path of looks) await at.ask(path);
    const recorded = (await at.world.deps.events.read('audit', length)).map(({data}) => (data as {what: string}).what);
    expect(recorded).to.deep.equal(['GET /daily-distribution/preview', 'GET /runs/:id/events', 'GET /runs/:id/stream']);
  });

  it('let admins alone read what admins asked for, newest first', async () => {
    const told = await at.ask('/scheduler/stop', {method: 'POST'});
    const {actions} = (await at.ask('/audit?limit=1')).json as {actions: object[]};
    expect(actions).to.have.length(1);
    expect(actions[0]).to.include({who: 'somebody', what: 'POST /scheduler/stop', outcome: 'done'});
    expect(actions[0]).to.include({request_id: told.headers.get('X-Request-Id')});
    expect((await at.ask('/audit?since=2999-01-01')).json).to.deep.equal({success: true, actions: []});
    expect((await at.ask('/audit', {as: 'viewer'})).status).to.equal(403);
    expect((await at.ask('/audit?since=yesterday')).status).to.equal(400);
  });
});

describe('a token that was checked', () => {
  it('is checked again after a minute, whatever is done to the wall clock meanwhile', async () => {
    const began = Date.UTC(2024, 0, 15);
    let [now, elapsed] = [began, 0];
    const silent = {debug() {}, info() {}, warn() {}, error() {}};
    const rules = {
      type: 'secret',
      secret: SECRET,
      olderSecrets: [],
      issuer: null,
      audience: null,
      adminClaim: null,
    } as const;
    const check = tokenCheck(rules, {
      now: () => now,
      elapsed: () => elapsed,
      log: silent,
      pseudonym: (subject) => subject,
    });
    const seconds = began / 1000;
    const token = forge({alg: 'HS256', typ: 'JWT'}, {sub: 'a', iat: seconds, exp: seconds + 3600});
    expect(await check(token)).to.include({subject: 'a'});
    now -= 7_200_000;
    elapsed += 59_000;
    expect(await check(token)).to.include({subject: 'a'});
    elapsed += 1_000;
    expect(await check(token), 'issued after now').to.equal(null);
  });
});

describe('tokens that were withdrawn', () => {
  const origin = {actor: 'cli:root', correlationId: 'call'};
  let at: HttpWorld;
  beforeEach(async () => {
    at = await serveWorld();
  });
  afterEach(() => at.close());

  const statusOf = async (token: string) =>
    (await fetch(`${at.address}/scheduler/status`, {headers: {Authorization: `Bearer ${token}`}})).status;
  const seconds = () => Math.floor(at.world.clock.now() / 1000);

  it('are refused within 5 s by every process on the state store, one by one, and others are not', async () => {
    const [one, other] = [await at.token({jti: 'one'}), await at.token({jti: 'other'})];
    expect([await statusOf(one), await statusOf(other)]).to.deep.equal([200, 200]);
    await withdraw(at.world.deps, {tokenId: 'one'}, origin);
    at.world.clock.advance(5_000);
    expect([await statusOf(one), await statusOf(other)]).to.deep.equal([401, 200]);
  });

  it('are refused by their subject, also one that is an id, but for what is issued later', async () => {
    const of = (sub: string, iat: number) => at.token({sub, iat});
    const old = [await of('gone', seconds() - 60), await of('990990000009', seconds() - 60)];
    for (const token of old) expect(await statusOf(token)).to.equal(200);
    const issuedUntil = new Date((seconds() - 10) * 1000).toISOString() as IsoInstant;
    const name = `id-${at.world.deps.keys.digest(['subject', '990990000009']).slice(0, 8)}`;
    for (const subject of ['gone', name]) await withdraw(at.world.deps, {subject, issuedUntil}, origin);
    at.world.clock.advance(5_000);
    for (const token of old) expect(await statusOf(token)).to.equal(401);
    expect(await statusOf(await of('gone', seconds()))).to.equal(200);
  });

  it('are not let in while the state store is away, and nor is anybody', async () => {
    let isAway = false;
    await at.close();
    at = await serveWorld({
      deps: ({deps}) => {
        const read: typeof deps.events.read = (...given) =>
          isAway ? Promise.reject(new Failure('unreachable', 'away')) : deps.events.read(...given);
        return {events: {...deps.events, read}};
      },
    });
    const [one, other] = [await at.token({jti: 'one'}), await at.token({jti: 'other'})];
    await withdraw(at.world.deps, {tokenId: 'one'}, origin);
    expect([await statusOf(one), await statusOf(other)]).to.deep.equal([401, 200]);
    isAway = true;
    at.world.clock.advance(1_000);
    expect([await statusOf(one), await statusOf(other)]).to.deep.equal([503, 503]);
  });

  it('end the streams that they opened', async () => {
    let ended: (report: never) => void = () => {};
    await at.close();
    at = await serveWorld({
      deps: (world) => ({
        users: async function* (countDay) {
          await new Promise((resolve) => {
            ended = resolve;
          });
          yield* world.deps.users(countDay);
        },
      }),
    });
    const begun = await at.ask('/scheduler/test-distribution?wait=false', {method: 'POST'});
    const headers = {Authorization: `Bearer ${await at.token({jti: 'listening'})}`};
    const stream = await fetch(`${at.address}${begun.headers.get('Location')}/stream`, {headers});
    await withdraw(at.world.deps, {tokenId: 'listening'}, origin);
    at.world.clock.advance(5_000);
    expect(await stream.text()).to.not.include('event: end');
    ended(null as never);
  });

  it('cost no read of the state store at each request', async () => {
    let reads = 0;
    await at.close();
    at = await serveWorld({
      deps: ({deps: {events}}) => ({
        events: {
          ...events,
          read: (stream, after) => {
            if (stream === 'access') reads++;
            return events.read(stream, after);
          },
        },
      }),
    });
    for (let n = 0; n < 50; n++) expect(await statusOf(at.tokens.viewer)).to.equal(200);
    expect(reads).to.equal(1);
  });

  it('stay refused, and others taken, while the state store is away', async () => {
    let isAway = false;
    await at.close();
    at = await serveWorld({
      deps: ({deps: {events}}) => ({
        events: {
          ...events,
          read: (...given) =>
            isAway && given[0] === 'access' ? Promise.reject(new Error('away')) : events.read(...given),
        },
      }),
    });
    await withdraw(at.world.deps, {tokenId: 'one'}, origin);
    const [one, other] = [await at.token({jti: 'one'}), await at.token({jti: 'other'})];
    expect([await statusOf(one), await statusOf(other)]).to.deep.equal([401, 200]);
    isAway = true;
    at.world.clock.advance(5_000);
    expect([await statusOf(one), await statusOf(other)]).to.deep.equal([401, 200]);
  });
});

describe('a change of AUTH_JWT_SECRET', () => {
  it('lets tokens of both secrets in while the old one is named', async () => {
    const old = 'the secret of before, which is long enough';
    const auth = {type: 'secret' as const, secret: SECRET, issuer: null, audience: null, adminClaim: null};
    for (const olderSecrets of [[old], []]) {
      const at = await serveWorld({config: {auth: {...auth, olderSecrets}}});
      const statusOf = async (token: string) =>
        (await fetch(`${at.address}/scheduler/status`, {headers: {Authorization: `Bearer ${token}`}})).status;
      const statuses = await Promise.all(
        [at.tokens.viewer, await at.token({}, old), await at.token({}, 'x'.repeat(40))].map(statusOf),
      );
      await at.close();
      expect(statuses).to.deep.equal([200, olderSecrets.length > 0 ? 200 : 401, 401]);
    }
  });
});

describe('keys from an address', () => {
  let keys: Server;
  let at: HttpWorld;
  let privateKey: KeyObject;
  let [asked, isUp] = [0, true];
  let more: unknown[] = [];
  const jwksRules = {...RULES, type: 'jwks' as const};

  before(async () => {
    const pair = generateKeyPairSync('rsa', {modulusLength: 2048});
    privateKey = pair.privateKey;
    const jwk = {...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig'};
    const older = generateKeyPairSync('rsa', {modulusLength: 2048}).publicKey;
    const kept = [{...(await exportJWK(older)), kid: 'k0', alg: 'RS256', use: 'sig'}, jwk];
    keys = createServer((_, answer) => {
      asked++;
      answer
        .writeHead(isUp ? 200 : 500, {'Content-Type': 'application/json'})
        .end(JSON.stringify({keys: [...kept, ...more]}));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => keys.once('listening', resolve));
    at = await serveWorld({
      config: {
        auth: {...jwksRules, url: urlOf(keys)},
      },
    });
  });
  after(async () => {
    await at.close();
    keys.closeAllConnections();
    keys.close();
  });

  const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  const sign = (header: {alg: string; kid?: string} = {alg: 'RS256', kid: 'k1'}, claims: Claims = {}) =>
    new SignJWT({...OURS, permissions: ['admin'], exp: Math.floor(at.world.clock.now() / 1000) + 600, ...claims})
      .setProtectedHeader(header)
      .sign(privateKey);
  const statusOf = async (token: string) =>
    (await at.ask('/scheduler/status', {as: null, headers: {Authorization: `Bearer ${token}`}})).status;

  it('are out of reach: 503, and 401 still for what is no token', async () => {
    isUp = false;
    expect(await statusOf(await sign())).to.equal(503);
    expect(await statusOf('nonsense')).to.equal(401);
    isUp = true;
    expect(await statusOf(await sign())).to.equal(503);
    at.world.clock.advance(31_000);
  });

  it('are not asked for at each forged token while their server fails', async () => {
    const lonely = await serveWorld({config: {auth: {...jwksRules, url: urlOf(keys)}}});
    [asked, isUp] = [0, false];
    for (let i = 0; i < 10; i++) {
      const headers = {Authorization: `Bearer ${await sign(undefined, {n: i})}`};
      expect((await lonely.ask('/scheduler/status', {as: null, headers})).status).to.equal(503);
    }
    expect(asked).to.equal(1);
    isUp = true;
    await lonely.close();
  });

  it('let a signed token in, and are asked for once', async () => {
    asked = 0;
    for (let i = 0; i < 5; i++) expect(await statusOf(await sign({alg: 'RS256', kid: 'k1'}, {n: i}))).to.equal(200);
    expect(asked).to.equal(1);
  });

  it('serve on for a day while their server is away', async () => {
    isUp = false;
    for (const [ms, status] of [
      [11 * 60_000, 200],
      [23 * 3_600_000, 200],
      [3_600_000, 503],
    ] as const) {
      at.world.clock.advance(ms);
      expect(await statusOf(await sign())).to.equal(status);
    }
    isUp = true;
    at.world.clock.advance(31_000);
    expect(await statusOf(await sign())).to.equal(200);
  });

  it('that are weak, broken or secret harm only themselves, and a flood of them nobody', async () => {
    const weak = generateKeyPairSync('rsa', {modulusLength: 1024}).publicKey;
    const harmful = [
      {...(await exportJWK(weak)), alg: 'RS256'},
      {kty: 'RSA', alg: 'RS256', n: '!', e: 'AQAB'},
      {kty: 'EC', crv: 'P-256', alg: 'ES256', x: 'x', y: 'y'},
      {kty: 'oct', k: base64(SECRET), alg: 'HS256'},
      null,
    ];
    more = harmful;
    at.world.clock.advance(11 * 60_000);
    expect(await statusOf(await sign({alg: 'RS256'}, {n: 'weak'}))).to.equal(200);
    expect(
      await statusOf(forge({alg: 'HS256'}, {...OURS, exp: Math.floor(at.world.clock.now() / 1000) + 60})),
    ).to.equal(401);
    more = Array.from({length: 4000}, () => harmful[0]);
    at.world.clock.advance(11 * 60_000);
    expect(await statusOf(await sign({alg: 'RS256', kid: 'k1'}, {n: 'flood'}))).to.equal(200);
    more = [];
  });

  it('make no admin but by the claim that is configured', async () => {
    const stop = async (world: HttpWorld, claims: Claims) => {
      const headers = {Authorization: `Bearer ${await sign(undefined, {permissions: [], ...claims})}`};
      return (await world.ask('/scheduler/stop', {as: null, method: 'POST', headers})).status;
    };
    expect(await stop(at, {role: 'admin'})).to.equal(403);
    const adminClaim = {path: ['realm_access', 'roles'], value: 'sc-admin'};
    const other = await serveWorld({config: {auth: {...jwksRules, url: urlOf(keys), adminClaim}}});
    expect(await stop(other, {permissions: ['admin'], role: 'admin', roles: ['sc-admin']})).to.equal(403);
    expect(await stop(other, {'realm_access.roles': 'sc-admin', realm_access: {roles: 'sc-admins'}})).to.equal(403);
    expect(await stop(other, {realm_access: {roles: ['x', 'sc-admin']}})).to.equal(200);
    await other.close();
  });

  it('of tokens made for another service open nothing', async () => {
    for (const claims of [{aud: 'another'}, {iss: 'another'}, {aud: undefined}, {iss: undefined}])
      expect(await statusOf(await sign(undefined, claims))).to.equal(401);
  });

  it('are all tried for a token that names none', async () => {
    expect(await statusOf(await sign({alg: 'RS256'}, {n: 'none named'}))).to.equal(200);
    const stranger = generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey;
    const exp = Math.floor(at.world.clock.now() / 1000) + 600;
    const forged = await new SignJWT({...OURS, exp}).setProtectedHeader({alg: 'RS256'}).sign(stranger);
    expect(await statusOf(forged)).to.equal(401);
  });

  it('refuse unknown kids without asking for each, and every secret', async () => {
    asked = 0;
    for (let i = 0; i < 5; i++) expect(await statusOf(await sign({alg: 'RS256', kid: `other ${i}`}))).to.equal(401);
    expect(asked).to.be.at.most(1);
    const exp = Math.floor(at.world.clock.now() / 1000) + 600;
    const {publicKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
    for (const secret of [SECRET, publicKey.export({type: 'spki', format: 'pem'}) as string]) {
      expect(await statusOf(forge({alg: 'HS256', kid: 'k1'}, {...OURS, exp, permissions: ['admin']}, secret))).to.equal(
        401,
      );
    }
  });
});

function rsaSign(key: KeyObject, text: string): string {
  return createSign('RSA-SHA256').update(text).sign(key, 'base64url');
}
