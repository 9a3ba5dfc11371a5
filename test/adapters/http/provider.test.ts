import {expect} from 'chai';
import type {HttpConfig} from '../../../src/adapters/http/config.ts';
import {cookieJar} from '../../support/cookie-jar.ts';
import {freePort} from '../../support/free-port.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';
import {oidcServer} from '../../support/oidc-server.ts';

const ROLES = {ann: ['sc-admin', 'other'], bob: ['sc-viewer'], eve: ['other']};
const IIN = '990990000001';

describe('sign-in at an OpenID provider', () => {
  let at: HttpWorld;
  let provider: Awaited<ReturnType<typeof oidcServer>>;
  beforeEach(async () => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    provider = await oidcServer(() => publicUrl, {...ROLES, [IIN]: ['sc-viewer']});
    at = await serveWorld({config: {port, publicUrl, provider: settings(), now: Date.now}});
  });
  afterEach(async () => {
    await at.close();
    provider.close();
  });

  const settings = (change: Partial<NonNullable<HttpConfig['provider']>> = {}) => ({
    ...provider.settings,
    ...{roleClaim: ['roles'], admin: 'sc-admin', viewer: 'sc-viewer', ...change},
  });

  /** Goes the whole way, forms of the provider filled in, and answers where it ended. */
  async function signIn(who: string, jar = cookieJar()) {
    const form = await jar.follow(`${at.address}/sign-in/provider?to=/audit`);
    const login = /action="([^"]+)"/.exec(form.text)?.[1] ?? '';
    const consent = await jar.follow(login, {prompt: 'login', login: who, password: 'any'});
    const next = /action="([^"]+)"/.exec(consent.text)?.[1];
    const end = next?.includes('/interaction/') ? await jar.follow(next, {prompt: 'consent'}) : consent;
    return {...end, jar};
  }
  const status = async (jar: ReturnType<typeof cookieJar>, path: string, init: RequestInit = {}) =>
    (
      await fetch(at.address + path, {
        ...init,
        headers: {...init.headers, Cookie: jar.header(at.address)},
        redirect: 'manual',
      })
    ).status;
  const OURS = {'Sec-Fetch-Site': 'same-origin'};

  it('lets in whoever has a role, as what the role says, and leads to where one was going', async () => {
    const ann = await signIn('ann');
    expect([ann.status, new URL(ann.url).pathname]).to.deep.equal([200, '/audit']);
    expect(ann.text).to.include('ann');
    const bob = await signIn('bob');
    const stop = {method: 'POST', headers: OURS};
    expect(await status(bob.jar, '/scheduler/status')).to.equal(200);
    expect(await status(bob.jar, '/scheduler/stop', stop)).to.equal(403);
    expect(await status(ann.jar, '/scheduler/stop', stop)).to.equal(200);
  });

  it('lets nobody in who has no role, and no viewer where no value makes one', async () => {
    const eve = await signIn('eve');
    expect([eve.status, await status(eve.jar, '/scheduler/status')]).to.deep.equal([403, 401]);
    const {port} = at;
    await at.close();
    const config = {port, publicUrl: at.address, provider: settings({viewer: null}), now: Date.now};
    at = await serveWorld({config});
    expect([(await signIn('bob')).status, (await signIn('ann')).status]).to.deep.equal([403, 200]);
  });

  it('never shows a subject that is a person’s id', async () => {
    const {text, jar} = await signIn(IIN);
    expect(text).not.to.include(IIN);
    expect(await status(jar, '/scheduler/status')).to.equal(200);
    expect(JSON.stringify(at.log)).to.include('sign-in by provider').and.not.include(IIN);
  });

  it('believes no answer that is not to its own question', async () => {
    const jar = cookieJar();
    expect((await jar.follow(`${at.address}/sign-in/callback?code=x&state=y`)).status).to.equal(400);
    await jar.follow(`${at.address}/sign-in/provider?to=/`);
    expect((await jar.follow(`${at.address}/sign-in/callback?code=x&state=y`)).status).to.equal(401);
    expect(await status(jar, '/scheduler/status')).to.equal(401);
  });

  it('asks for the role anew after an hour', async () => {
    let ahead = 0;
    const {port} = at;
    await at.close();
    const now = () => Date.now() + ahead;
    at = await serveWorld({config: {port, publicUrl: at.address, provider: settings(), now}});
    const {jar} = await signIn('ann');
    for (const minutes of [20, 40, 59]) {
      ahead = minutes * 60_000;
      expect((await jar.follow(`${at.address}/`)).status, `after ${minutes} minutes`).to.equal(200);
      expect(await status(jar, '/scheduler/status')).to.equal(200);
    }
    ahead = 61 * 60_000;
    expect(await status(jar, '/scheduler/status')).to.equal(401);
  });

  it('signs out at the provider too', async () => {
    const {jar} = await signIn('ann');
    const out = await fetch(`${at.address}/sign-out`, {
      method: 'POST',
      headers: {...OURS, Cookie: jar.header(at.address)},
    });
    const [, url = ''] = /content="0;url=([^"]+)"/.exec(await out.text()) ?? [];
    const leads = new URL(url.replaceAll('&amp;', '&'));
    expect(leads.origin).to.equal(provider.settings.issuer);
    expect(leads.searchParams.get('post_logout_redirect_uri')).to.equal(`${at.address}/sign-in`);
    expect(leads.searchParams.has('id_token_hint')).to.equal(true);
    expect((await jar.follow(leads.href)).status).to.equal(200);
  });

  it('says that the provider is away, and goes on when it is back', async () => {
    provider.close();
    expect((await cookieJar().follow(`${at.address}/sign-in/provider`)).status).to.equal(503);
    expect((await cookieJar().follow(`${at.address}/sign-in`)).status).to.equal(200);
  });
});
