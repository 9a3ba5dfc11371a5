import {expect} from 'chai';
import type {Browser} from 'playwright-core';
import {LANGUAGES} from '../../src/application/words/language.ts';
import {barriers, launch, open, overhang, signIn, THEMES, WIDTHS} from '../support/browser.ts';
import {type HttpWorld, serveWorld} from '../support/http-world.ts';
import {sendMailOf} from '../support/kept-mail.ts';
import {EIGHT_DAYS} from '../support/sample-day.ts';
import {DATE} from '../support/world.ts';

const VIEWS = ['/', '/history', '/preview', `/runs/distribution-${DATE}`, '/checks', '/audit'];

describe('each view, in a browser', () => {
  let browser: Browser;
  let at: HttpWorld;
  before(async () => {
    browser = await launch();
    at = await serveWorld();
    const [report] = await at.world.run();
    await sendMailOf(report!, at.mails);
    await at.world.run();
  });
  after(async () => {
    await browser.close();
    await at.close();
  });

  for (const theme of THEMES)
    for (const language of LANGUAGES)
      for (const width of WIDTHS)
        it(`keeps nobody out, and to itself: ${theme}, ${language}, ${width} px`, async () => {
          const opened = await open(browser, at, {theme, language, width});
          const {page, faults} = opened;
          await page.goto('/sign-in');
          const found: Record<string, object> = {
            '/sign-in': {barriers: await barriers(page), over: await overhang(page)},
          };
          const sub = `${theme} ${language} ${width}`;
          await signIn(opened, await at.token({sub, permissions: ['admin']}));
          for (const view of VIEWS) {
            await page.goto(view);
            expect(await page.locator('html').getAttribute('lang')).to.equal(language);
            found[view] = {barriers: await barriers(page), over: await overhang(page)};
          }
          const nothing = ['/sign-in', ...VIEWS].map((view) => [view, {barriers: [], over: 0}]);
          expect(found).to.deep.equal(Object.fromEntries(nothing));
          expect(faults).to.deep.equal([]);
          await opened.context.close();
        });

  it('shows a mail as it was sent, with its looks, and breaks no policy', async () => {
    const opened = await open(browser, at);
    await signIn(opened, at.tokens.viewer, `/runs/distribution-${DATE}`);
    await opened.page.locator('#mails ~ div summary').click();
    const coloured = opened.page.frameLocator('iframe').locator('td[bgcolor]:visible, [style*="background:#"]').first();
    await coloured.waitFor();
    expect(await coloured.evaluate((it) => getComputedStyle(it).backgroundColor)).not.to.equal('rgba(0, 0, 0, 0)');
    expect(await barriers(opened.page)).to.deep.equal([]);
    expect(opened.faults).to.deep.equal([]);
    await opened.context.close();
  });

  it('says the same without JavaScript', async () => {
    const [plain, scripted] = [await open(browser, at, {javaScript: false}), await open(browser, at)];
    // Buttons of admins are for scripts, and each look at the audit is a line of it.
    for (const opened of [plain, scripted]) await signIn(opened, at.tokens.viewer);
    for (const view of VIEWS.filter((it) => it !== '/audit')) {
      const texts = [];
      for (const {page} of [plain, scripted]) {
        await page.goto(view);
        const text = await page.locator('main').innerText();
        texts.push(text.replace(/\d+:\d\d:\d\d/g, ''));
      }
      expect(texts[0]!.length, view).to.be.greaterThan(50);
      expect(texts[1], view).to.equal(texts[0]);
    }
    await Promise.all([plain, scripted].map(({context}) => context.close()));
  });

  for (const [state, day] of Object.entries(EIGHT_DAYS))
    for (const theme of THEMES)
      it(`shows a day that is ${state}: ${theme}`, async () => {
        const served = await serveWorld({
          services: {listDays: async () => [day], today: () => day.date},
          from: '2026-11-27T05:00:00Z',
        });
        const opened = await open(browser, served, {theme, width: 360});
        await signIn(opened, served.tokens.admin);
        expect(await opened.page.locator(`[data-state="${state}"]`).count()).to.be.greaterThan(0);
        expect(await opened.page.locator('[role=status]').first().innerText()).not.to.equal('');
        expect(await barriers(opened.page)).to.deep.equal([]);
        expect(await overhang(opened.page)).to.equal(0);
        expect(opened.faults).to.deep.equal([]);
        await opened.context.close();
        await served.close();
      });

  it('turns amber when the server is silent for a minute, and recovers by itself', async () => {
    let served = await serveWorld({from: '2024-01-15T05:00:00Z'});
    const {port} = served;
    const opened = await open(browser, served);
    await signIn(opened, served.tokens.viewer);
    const {page} = opened;
    const isStale = () => page.locator('#as-of.stale').count();
    expect(await isStale()).to.equal(0);
    await served.close();
    await page.clock.runFor(62_000);
    expect(await isStale()).to.equal(1);
    served = await serveWorld({from: '2024-01-15T05:01:00Z', config: {port}});
    await page.clock.runFor(25_000);
    await page.locator('#as-of:not(.stale)').waitFor();
    await opened.context.close();
    await served.close();
  });
});
