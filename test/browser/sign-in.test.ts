import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect} from 'chai';
import type {Browser} from 'playwright-core';
import {launch, type Opened, open, signIn} from '../support/browser.ts';
import {freePort} from '../support/free-port.ts';
import {type HttpWorld, serveWorld} from '../support/http-world.ts';
import {oidcServer} from '../support/oidc-server.ts';

describe('signing in, in a browser', () => {
  let browser: Browser;
  let at: HttpWorld;
  let opened: Opened;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  beforeEach(async () => {
    at = await serveWorld();
    opened = await open(browser, at);
  });
  afterEach(async () => {
    await opened.context.close();
    await at.close();
  });

  const pathOf = ({page}: Opened) => new URL(page.url()).pathname;

  it('by a token leads to where one was going, and out again', async () => {
    const {page, context, faults} = opened;
    await signIn(opened, at.tokens.admin, '/audit');
    expect(pathOf(opened)).to.equal('/audit');
    const [cookie] = (await context.cookies()).filter(({name}) => name === 'softcollection');
    expect(cookie).to.include({httpOnly: true, sameSite: 'Lax'});
    expect(await page.evaluate('document.cookie')).to.equal('');
    await page.locator('form[action="/sign-out"] button').click();
    await page.goto('/');
    expect(pathOf(opened)).to.equal('/sign-in');
    expect(faults).to.deep.equal([]);
  });

  it('by a wrong token says so, and lets nobody in', async () => {
    const {page} = opened;
    await page.goto('/');
    await page.locator('#token').fill('wrong');
    await page.locator('main button[type=submit]').click();
    expect(await page.locator('[role=alert]').textContent()).to.equal('This token is not valid, or no longer.');
    await page.goto('/');
    expect(pathOf(opened)).to.equal('/sign-in');
  });

  it('counts no forged cookie, and none that is over', async () => {
    const {page, context} = opened;
    await context.addCookies([{name: 'softcollection', value: 'eyJhbGciOiJkaXIifQ..a.b.c', url: at.address}]);
    await page.goto('/');
    expect(pathOf(opened)).to.equal('/sign-in');
    await signIn(opened, at.tokens.viewer);
    at.world.clock.advance(31 * 60_000);
    await page.goto('/');
    expect(pathOf(opened)).to.equal('/sign-in');
  });

  it('outlasts a link from elsewhere, but no form from elsewhere does anything', async () => {
    const elsewhere = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<a href="${at.address}/">link</a><form method="post" action="${at.address}/scheduler/stop"><button>go</button></form>`,
      );
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, resolve));
    const {page} = opened;
    const foreign = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;
    await signIn(opened, at.tokens.admin);
    await page.goto(foreign);
    await page.locator('a').click();
    await page.waitForURL(`${at.address}/`);
    expect(await page.locator('h1').textContent()).to.equal('Today');
    await page.goto(foreign);
    const [answer] = await Promise.all([page.waitForResponse(/scheduler\/stop/), page.locator('button').click()]);
    expect(answer.status()).to.be.oneOf([401, 403]);
    expect((await at.services.schedulerStatus()).status).to.equal('running');
    elsewhere.close();
  });

  it('shows no admin control to a viewer, and refuses a forged call', async () => {
    const {page} = opened;
    await signIn(opened, at.tokens.viewer);
    expect(await page.locator('a[href="/audit"], dialog, form[action^="/scheduler"]').count()).to.equal(0);
    const forged = "fetch('/scheduler/stop', {method: 'POST'}).then(({status}) => status)";
    expect(await page.evaluate(forged)).to.equal(403);
    expect((await at.services.schedulerStatus()).status).to.equal('running');
  });

  it('at an OpenID provider, and out there too', async () => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const provider = await oidcServer(() => publicUrl, {ann: ['sc-admin']});
    const settings = {...provider.settings, roleClaim: ['roles'], admin: 'sc-admin', viewer: null};
    const served = await serveWorld({config: {port, publicUrl, provider: settings, now: Date.now}});
    const context = await browser.newContext({locale: 'en', baseURL: publicUrl});
    const page = await context.newPage();
    await page.goto('/audit');
    await page.locator('a.button').click();
    await page.locator('input[name=login]').fill('ann');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.locator('button[type=submit]').click();
    await page.waitForURL(`${publicUrl}/audit`);
    expect(await page.locator('.who').textContent()).to.include('ann (admin)');
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL((url) => url.origin === provider.settings.issuer);
    await context.close();
    await served.close();
    provider.close();
  });
});
