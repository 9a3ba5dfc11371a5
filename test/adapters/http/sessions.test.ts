import {expect} from 'chai';
import {withdraw} from '../../../src/application/events/access-stream.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';

const MINUTE = 60_000;
const HTML = {Accept: 'text/html,*/*;q=0.8'};
const OURS = {'Sec-Fetch-Site': 'same-origin'};
const FORM = {'Content-Type': 'application/x-www-form-urlencoded', ...OURS};

describe('sessions', () => {
  let at: HttpWorld;
  beforeEach(async () => {
    at = await serveWorld();
  });
  const others: HttpWorld[] = [];
  afterEach(() => Promise.all([at, ...others.splice(0)].map((it) => it.close())));

  const send = (path: string, init: RequestInit = {}) => fetch(at.address + path, {redirect: 'manual', ...init});
  const signIn = (token: string, headers: Record<string, string> = FORM, to = '/') =>
    send('/sign-in', {method: 'POST', headers, body: new URLSearchParams({token, to}).toString()});
  const cookieOf = (answer: Response) => answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const session = async (token = at.tokens.admin) => cookieOf(await signIn(token));
  const look = (cookie: string, headers: Record<string, string> = HTML, path = '/') =>
    send(path, {headers: {...headers, Cookie: cookie}});
  const stop = (cookie: string, headers: Record<string, string>) =>
    send('/scheduler/stop', {method: 'POST', headers: {Cookie: cookie, ...headers}});

  const signOut = (cookie: string) => send('/sign-out', {method: 'POST', headers: {...FORM, Cookie: cookie}});

  it('begin with a token, in a cookie that scripts and other sites do not get, and lead to where one was going', async () => {
    const asked = await send('/audit?since=2024-01-01', {headers: HTML});
    expect([asked.status, asked.headers.get('Location')]).to.deep.equal([
      303,
      '/sign-in?to=%2Faudit%3Fsince%3D2024-01-01',
    ]);
    const begun = await signIn(at.tokens.admin, FORM, '/audit?since=2024-01-01');
    expect([begun.status, begun.headers.get('Location')]).to.deep.equal([303, '/audit?since=2024-01-01']);
    expect(begun.headers.get('Set-Cookie')).to.match(
      /^softcollection=\S+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/,
    );
    expect((await look(cookieOf(begun))).status).to.equal(200);
    expect((await look(cookieOf(begun), {}, '/scheduler/status')).status).to.equal(200);
    expect(begun.headers.get('Set-Cookie')).not.to.include(at.tokens.admin);
  });

  it('have a __Host- cookie over TLS', async () => {
    await at.close();
    at = await serveWorld({config: {publicUrl: 'https://sc.bank.kz'}});
    expect((await signIn(at.tokens.viewer)).headers.get('Set-Cookie')).to.match(/^__Host-softcollection=.*; Secure; /);
  });

  it('do not begin with a token that is not valid, nor lead to another site', async () => {
    const refused = await signIn('nonsense');
    expect([refused.status, refused.headers.get('Set-Cookie')]).to.deep.equal([401, null]);
    expect(await refused.text()).to.include('role="alert"');
    for (const to of ['//evil.example', '/\t/evil.example', '/\n//evil.example'])
      expect((await signIn(at.tokens.admin, FORM, to)).status, JSON.stringify(to)).to.equal(400);
    const long = await at.token({permissions: ['viewer'], more: 'x'.repeat(4000)});
    expect((await signIn(long)).status).to.equal(400);
  });

  it('are shared by all processes that have the secret, and by none that has another', async () => {
    const cookie = await session();
    const [same, other] = [await serveWorld(), await serveWorld({config: {sessionSecret: 'another secret'}})];
    others.push(same, other);
    const asked = (address: string) => fetch(`${address}/scheduler/status`, {headers: {Cookie: cookie}});
    expect([(await asked(same.address)).status, (await asked(other.address)).status]).to.deep.equal([200, 401]);
  });

  it('are not believed when forged or altered', async () => {
    const cookie = await session(at.tokens.viewer);
    const [head, , iv, text, tag] = cookie.split('.');
    const flipped = `${text!.slice(0, -2)}${text!.endsWith('AA') ? 'BB' : 'AA'}`;
    const forgeries = ['softcollection=x', `softcollection=${at.tokens.admin}`, [head, '', iv, flipped, tag].join('.')];
    for (const forged of forgeries) {
      expect((await look(forged, {}, '/scheduler/status')).status, forged).to.equal(401);
      expect((await look(forged)).status, forged).to.equal(303);
    }
  });

  it('end after half an hour without a look at a page, and after eight hours in any case', async () => {
    let cookie = await session();
    for (let minutes = 0; minutes < 480; minutes += 20) {
      const answer = await look(cookie);
      expect(answer.status, `after ${minutes} minutes`).to.equal(200);
      cookie = cookieOf(answer) || cookie;
      at.world.clock.advance(20 * MINUTE);
    }
    expect((await look(cookie)).status).to.equal(303);
    cookie = await session(await at.token({permissions: ['admin']}));
    at.world.clock.advance(29 * MINUTE);
    const script = await look(cookie, {}, '/scheduler/status');
    expect([script.status, script.headers.get('Set-Cookie')]).to.deep.equal([200, null]);
    at.world.clock.advance(2 * MINUTE);
    expect((await look(cookie)).status).to.equal(303);
  });

  it('end with their token', async () => {
    const exp = Math.floor(at.world.clock.now() / 1000) + 120;
    const cookie = await session(await at.token({permissions: ['viewer'], exp}));
    expect((await look(cookie)).status).to.equal(200);
    at.world.clock.advance(3 * MINUTE);
    expect((await look(cookie)).status).to.equal(303);
  });

  it('end when their token is withdrawn, and so does a stream', async () => {
    const cookie = await session(await at.token({jti: 'gone', permissions: ['viewer']}));
    const stream = await look(cookie, {}, '/stream');
    expect((await look(cookie)).status).to.equal(200);
    await withdraw(at.world.deps, {tokenId: 'gone'}, {actor: 'test', correlationId: 'test'});
    at.world.clock.advance(6_000);
    await stream.text();
    expect((await look(cookie)).status).to.equal(303);
    expect((await signIn(await at.token({jti: 'gone'}))).status).to.equal(401);
  });

  it('end when they are signed out, copied cookies and streams too, and no other session of the token', async () => {
    const [cookie, other] = [await session(at.tokens.viewer), await session(at.tokens.viewer)];
    at.world.clock.advance(MINUTE);
    const copy = cookieOf(await look(cookie));
    const stream = await look(copy, {}, '/stream');
    await signOut(cookie);
    at.world.clock.advance(6_000);
    await stream.text();
    for (const ended of [cookie, copy]) {
      expect((await look(ended)).status).to.equal(303);
      expect((await look(ended, {}, '/scheduler/status')).status).to.equal(401);
    }
    expect((await look(other)).status).to.equal(200);
    const Authorization = `Bearer ${at.tokens.viewer}`;
    expect((await send('/scheduler/status', {headers: {Authorization}})).status).to.equal(200);
    const {actions} = (await at.ask('/audit?limit=1')).json as {actions: object[]};
    expect(actions[0]).to.include({what: 'signed out'});
  });

  it('are signed out twelve times a minute and subject: nobody fills the log of events', async () => {
    const statuses = [];
    for (let n = 0; n < 13; n++) statuses.push((await signOut(await session(at.tokens.viewer))).status);
    expect(statuses).to.deep.equal([...Array(12).fill(200), 429]);
    expect((await signOut('softcollection=nonsense')).status).to.equal(200);
  });

  it('do what pages of ours ask for, and nothing that another site asks for', async () => {
    const cookie = await session();
    const own = {Origin: at.address};
    for (const headers of [
      {},
      {'Sec-Fetch-Site': 'cross-site'},
      {'Sec-Fetch-Site': 'same-site'},
      {'Sec-Fetch-Site': 'none'},
    ]) {
      expect((await stop(cookie, headers)).status, JSON.stringify(headers)).to.equal(403);
    }
    expect((await stop(cookie, {Origin: 'https://evil.example'})).status).to.equal(403);
    expect((await stop(cookie, {'Sec-Fetch-Site': 'cross-site', ...own})).status).to.equal(403);
    expect(await at.world.deps.events.read('scheduler')).to.deep.equal([]);
    expect((await stop(cookie, OURS)).status).to.equal(200);
    expect((await stop(cookie, own)).status).to.equal(200);
    expect((await stop(await session(at.tokens.viewer), OURS)).status).to.equal(403);
    const {'Sec-Fetch-Site': _, ...form} = FORM;
    expect((await signIn(at.tokens.admin, form)).status).to.equal(403);
  });

  it('leave bearer tokens as they were: these win, and need no origin', async () => {
    const Authorization = `Bearer ${at.tokens.admin}`;
    expect((await stop(await session(at.tokens.viewer), {Authorization})).status).to.equal(200);
    expect((await stop(await session(), {Authorization: 'Bearer nonsense'})).status).to.equal(401);
  });

  it('are over after signing out', async () => {
    const cookie = await session();
    const answer = await send('/sign-out', {method: 'POST', headers: {...FORM, Cookie: cookie}});
    expect([answer.status, cookieOf(answer)]).to.deep.equal([200, 'softcollection=']);
    expect(answer.headers.get('Set-Cookie')).to.include('Max-Age=0');
  });

  it('and tokens are in no line of the log; who signed in is', async () => {
    const cookie = await session();
    await look(cookie);
    await signIn('nonsense.of.mine');
    const log = JSON.stringify(at.log);
    expect(log).to.include('"what":"sign-in by token","from":"127.0.0.1","outcome":"done"').and.include('"refused"');
    expect(log).not.to.include(cookie.slice(20)).and.not.include(at.tokens.admin).and.not.include('nonsense.of.mine');
  });
});
