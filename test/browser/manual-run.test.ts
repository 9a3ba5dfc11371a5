import {expect} from 'chai';
import type {Browser} from 'playwright-core';
import {barriers, launch, type Opened, open, signIn} from '../support/browser.ts';
import {type HttpWorld, serveWorld} from '../support/http-world.ts';
import {until} from '../support/until.ts';
import {DATE, syntheticUsers} from '../support/world.ts';

const RUN = `distribution-${DATE}`;

describe('a manual run, in a browser', () => {
  let browser: Browser;
  let at: HttpWorld;
  let opened: Opened;
  let goOn: () => void;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  beforeEach(async () => {
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const held = ({deps: {rosters}}: HttpWorld['world']) => {
      const save: typeof rosters.save = (...roster) => gate.then(() => rosters.save(...roster));
      return {rosters: {...rosters, save}};
    };
    at = await serveWorld({deps: held});
    opened = await open(browser, at);
    await signIn(opened, at.tokens.admin, '/preview');
  });
  afterEach(async () => {
    goOn();
    await opened.context.close();
    await at.close();
  });

  /** With the keyboard alone. */
  async function ask(count: string): Promise<void> {
    const {keyboard} = opened.page;
    await opened.page.locator('[data-opens=run-now]').focus();
    await keyboard.press('Enter');
    expect(await barriers(opened.page)).to.deep.equal([]);
    await keyboard.type(count);
    await keyboard.press('Tab');
    await keyboard.type('a late load');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
  }
  const stored = () => at.world.deps.events.read(RUN);
  const says = () => opened.page.locator('#run-now output').textContent();

  it('is confirmed by its number and a reason, and is seen live until it is verified', async () => {
    const {page, faults} = opened;
    await ask('23');
    await page.waitForURL(`**/runs/${RUN}`);
    const verdict = page.locator('[role=status]').first();
    expect(await verdict.innerText()).to.match(/running/);
    await page.evaluate('window.sameDocument = true; window.readAloud = document.querySelector("[role=status]"); true');
    goOn();
    await until('the page says that it is done', async () => /done/.test(await verdict.innerText()));
    expect(await page.locator('main').innerText())
      .to.include('verified')
      .and.include('a late load');
    expect(await page.evaluate('window.sameDocument')).to.equal(true);
    expect(await page.evaluate('document.querySelector("[role=status]") === window.readAloud')).to.equal(true);
    expect((await stored())[0]!.data).to.have.property('reason', 'a late load');
    expect(faults).to.deep.equal([]);
  });

  it('shows on an open page whichever process began it', async () => {
    const {page} = opened;
    goOn();
    await page.goto('/');
    expect(await page.locator('[data-state=done]').count()).to.equal(0);
    await page.waitForResponse(/\/stream/);
    await at.world.run();
    await page.locator('[data-state=done]').first().waitFor();
  });

  it('does not begin with another number, and leaves the focus where it was when it is cancelled', async () => {
    const {page} = opened;
    await ask('24');
    expect(await says()).not.to.equal('');
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.dataset.opens')).to.equal('run-now');
    expect(await stored()).to.deep.equal([]);
  });

  it('does not begin when the plan has changed since it was shown', async () => {
    at.world.source.users = syntheticUsers(24);
    const answered = opened.page.waitForResponse(/test-distribution/);
    await ask('23');
    expect((await answered).status()).to.equal(409);
    await until('the dialog says so', async () => (await says()) !== '');
    expect([await stored(), at.world.rows()]).to.deep.equal([[], []]);
  });

  it('is offered to no viewer', async () => {
    const viewer = await open(browser, at);
    await signIn(viewer, at.tokens.viewer, '/preview');
    expect(await viewer.page.locator('dialog, [data-opens]').count()).to.equal(0);
    const forged =
      "fetch('/scheduler/test-distribution', {method: 'POST', body: '{}', headers: {'Content-Type': 'application/json'}}).then(({status}) => status)";
    expect(await viewer.page.evaluate(forged)).to.equal(403);
    expect(await stored()).to.deep.equal([]);
    await viewer.context.close();
  });
});
