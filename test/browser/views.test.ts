import {expect} from 'chai';
import type {Browser, Page} from 'playwright-core';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import {Failure} from '../../src/application/failure.ts';
import {registerCampaign} from '../../src/application/run/register-campaign.ts';
import {LANGUAGES} from '../../src/application/words/language.ts';
import {recordMissed} from '../../src/domain/scheduler.ts';
import {parseFactors} from '../../src/domain/strata.ts';
import {barriers, launch, open, overhang, signIn, spilt, THEMES, WIDTHS} from '../support/browser.ts';
import {type HttpWorld, serveWorld} from '../support/http-world.ts';
import {sendMailOf} from '../support/kept-mail.ts';
import {memoryUserSource} from '../support/memory/sources.ts';
import {slotOf} from '../support/service-world.ts';
import {DATE} from '../support/world.ts';

const VIEWS = [
  '/',
  '/history',
  '/history?state=skipped',
  '/preview',
  `/days/${DATE}`,
  `/runs/distribution-${DATE}`,
  `/runs/distribution-${DATE}?verify=now`,
  '/campaigns',
  '/campaigns/SC00000001',
  '/checks',
  '/audit',
  '/no-such-page',
];

const SLOT = slotOf(15);
const ORIGIN = {actor: 'test', correlationId: 'test'};
const away = (database: 'dssb_app' | 'spss') => new Failure('unreachable', 'away', {database});

/** How a day comes to be in each of the eight states, by the use cases themselves; the slot is at nine. */
const BECOMES: Readonly<Record<string, (at: HttpWorld) => Promise<unknown>>> = {
  done: (at) => atNine(at).run({}, {next: {date: DATE, slot: SLOT}}),
  running: async (at) => {
    const {rosters} = at.world.deps;
    const begun = new Promise<void>((resolve) => {
      const save = () => new Promise<never>(() => resolve());
      void atNine(at).run({rosters: {...rosters, save}}, {next: {date: DATE, slot: SLOT}});
    });
    await begun;
  },
  skipped: (at) => {
    at.world.source.users = [];
    return atNine(at).run({}, {next: {date: DATE, slot: SLOT}});
  },
  failed: (at) => {
    const campaigns = () => Promise.reject(away('dssb_app'));
    return atNine(at).run({campaigns}, {next: {date: DATE, slot: SLOT}});
  },
  partial: (at) => {
    const {dssb_app, spss} = at.world.deps.tables;
    const tables = {dssb_app, spss: {...spss, lock: () => Promise.reject(away('spss'))}};
    return atNine(at).run({tables}, {next: {date: DATE, slot: SLOT}});
  },
  missed: async (at) => {
    const scheduler = await openScheduler(at.world.deps, ORIGIN);
    await scheduler.record(recordMissed([{slot: SLOT, reason: 'not_running'}]));
  },
  off: ({services}) => services.switchScheduler(false, ORIGIN, 'works'),
  late: async () => {},
};

/** What keeps people out of a page, or out of a part of it. */
async function flaws(page: Page) {
  return {barriers: await barriers(page), over: await overhang(page), spilt: await spilt(page)};
}

function atNine({world}: HttpWorld) {
  world.clock.advance(Date.parse(SLOT) - world.clock.now());
  return world;
}

describe('each view, in a browser', () => {
  let browser: Browser;
  let at: HttpWorld;
  before(async () => {
    browser = await launch();
    at = await serveWorld({users: 300});
    const {world} = at;
    const allocation = {method: 'stratified', factors: parseFactors('REGION')!} as const;
    const users = memoryUserSource(() => world.source.users, ['REGION']);
    const [report] = await world.run({allocation, users});
    await sendMailOf(report!, at.mails);
    const {origin, owner, zone} = world.request;
    const aim = {campaign: 'SC00000001', text: 'What a call brings.', sha256: 'a'.repeat(64), origin, owner, zone};
    await registerCampaign(world.deps, aim);
    await world.run();
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
            '/sign-in': await flaws(page),
          };
          const sub = `${theme} ${language} ${width}`;
          await signIn(opened, await at.token({sub, permissions: ['admin']}));
          for (const view of VIEWS) {
            await page.goto(view);
            expect(await page.locator('html').getAttribute('lang')).to.equal(language);
            found[view] = await flaws(page);
          }
          const nothing = ['/sign-in', ...VIEWS].map((view) => [view, {barriers: [], over: 0, spilt: []}]);
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

  it('can be read on paper, in forced colours, and moves nothing for who wants no motion', async () => {
    const opened = await open(browser, at, {theme: 'dark'});
    const {page} = opened;
    await signIn(opened, await at.token({sub: 'paper', permissions: ['admin']}));
    for (const view of VIEWS) {
      await page.emulateMedia({media: 'print', colorScheme: 'dark'});
      await page.goto(view);
      expect(await barriers(page), `${view} on paper`).to.deep.equal([]);
      expect(await page.locator('nav, main button').filter({visible: true}).count()).to.equal(0);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).to.equal('rgb(255, 255, 255)');
      await page.emulateMedia({media: 'screen', forcedColors: 'active', reducedMotion: 'reduce'});
      expect(await barriers(page), `${view} in forced colours`).to.deep.equal([]);
      const moving =
        '[...document.querySelectorAll("*")].filter((it) => getComputedStyle(it).transitionDuration !== "0s").length';
      expect(await page.evaluate(moving)).to.equal(0);
      await page.emulateMedia({forcedColors: null});
    }
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
        texts.push(text.replace(/\d+:\d\d:\d\d|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, ''));
      }
      expect(texts[0]!.length, view).to.be.greaterThan(50);
      expect(texts[1], view).to.equal(texts[0]);
    }
    await Promise.all([plain, scripted].map(({context}) => context.close()));
  });

  it('tests the connections by a form that needs no JavaScript', async () => {
    const opened = await open(browser, at, {javaScript: false, width: 360});
    const {page} = opened;
    await signIn(opened, await at.token({sub: 'tester', permissions: ['admin']}), '/checks');
    await page.locator('main form button').click();
    await page.getByText('What the connections answered just now').first().waitFor();
    expect(new URL(page.url()).pathname).to.equal('/checks');
    expect(await overhang(page)).to.equal(0);
    await page.locator('header a[hreflang=ru]').click();
    await page.waitForURL('**/checks');
    expect(await page.locator('h1').textContent()).to.equal('Проверки');
    expect(opened.faults).to.deep.equal([]);
    await opened.context.close();
  });

  for (const theme of THEMES)
    for (const width of WIDTHS)
      it(`says what to do where one may not look, and where the state store is away: ${theme}, ${width} px`, async () => {
        const listDays = () => Promise.reject(new Failure('unreachable', 'the state store is away', {}));
        const served = await serveWorld({services: {listDays}});
        const opened = await open(browser, served, {theme, width, language: 'ru'});
        const {page} = opened;
        await signIn(opened, served.tokens.viewer, '/checks');
        for (const [path, title] of [
          ['/audit', 'Нет прав'],
          ['/', 'Нет доступа к данным'],
        ] as const) {
          // biome-ignore format: short
          await page.goto(path);
          expect(await page.locator('h1').textContent()).to.equal(title);
          expect(await flaws(page), path).to.deep.equal({barriers: [], over: 0, spilt: []});
        }
        expect(opened.faults).to.deep.equal([]);
        await opened.context.close();
        await served.close();
      });

  for (const [state, come] of Object.entries(BECOMES))
    for (const theme of THEMES)
      it(`shows a day that is ${state}: ${theme}`, async () => {
        const served = await serveWorld({from: '2024-01-14T05:00:00Z'});
        await served.services.switchScheduler(true, ORIGIN);
        await come(served);
        const {clock} = served.world;
        clock.advance(Date.parse('2024-01-15T03:05:00Z') - clock.now());
        const opened = await open(browser, served, {theme, width: 360});
        await signIn(opened, served.tokens.admin);
        const live = '[role=status], [aria-live=polite], output:not([aria-live=off])';
        expect(await opened.page.locator(live).filter({visible: true}).count(), 'one live line').to.equal(1);
        expect(await opened.page.locator('[role=status]').getAttribute('data-state')).to.equal(state);
        expect(await flaws(opened.page)).to.deep.equal({barriers: [], over: 0, spilt: []});
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
