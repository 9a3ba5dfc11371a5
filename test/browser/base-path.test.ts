import {expect} from 'chai';
import type {Browser} from 'playwright-core';
import {launch, open, signIn} from '../support/browser.ts';
import {freePort} from '../support/free-port.ts';
import {serveWorld} from '../support/http-world.ts';
import {prefixProxy} from '../support/prefix-proxy.ts';

describe('below a path, by a proxy that takes it off, in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  it('all views are reached by their links, whole and live, in either language, and out again', async () => {
    const port = await freePort();
    const proxy = await prefixProxy('/softcollection', () => `http://127.0.0.1:${port}`);
    const at = await serveWorld({config: {port, publicUrl: proxy.address}});
    const opened = await open(browser, {...at, address: new URL(proxy.address).origin});
    const {page, faults} = opened;
    page.on('response', (answer) => answer.status() >= 400 && faults.push(`${answer.status()} for ${answer.url()}`));
    await signIn(opened, at.tokens.admin, `${proxy.address}/audit`);
    expect(page.url()).to.equal(`${proxy.address}/audit`);
    const links = await page.locator('nav a').evaluateAll((all) => all.map((a) => (a as never as {href: string}).href));
    expect(links.length).to.be.greaterThan(3);
    for (const link of links) {
      const [stream] = await Promise.all([page.waitForResponse(/\/softcollection\/stream$/), page.goto(link)]);
      expect(stream.status(), link).to.equal(200);
    }
    await page.goto(`${proxy.address}/`);
    await page.locator('a[hreflang=ru]').click();
    await page.waitForURL(`${proxy.address}/`);
    expect(await page.locator('html').getAttribute('lang')).to.equal('ru');
    // Nobody loads it anew: the stream tells of the run.
    await at.world.run();
    await page.locator('main a[href*="/runs/"]').first().click();
    await page.waitForURL(`${proxy.address}/runs/*`);
    await page.locator('form[action$="/sign-out"] button').click();
    await page.goto(`${proxy.address}/`);
    expect(page.url()).to.equal(`${proxy.address}/sign-in?to=%2F`);
    expect(faults).to.deep.equal([]);
    await opened.context.close();
    await at.close();
    proxy.close();
  });
});
