import axe from 'axe-core';
import {type Browser, type BrowserContext, chromium, type Page} from 'playwright-core';
import type {HttpWorld} from './http-world.ts';

/** Debian's. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const THEMES = ['light', 'dark'] as const;
export const WIDTHS = [360, 1280] as const;

export type Look = {
  readonly theme?: (typeof THEMES)[number];
  readonly language?: 'ru' | 'en';
  readonly width?: number;
  readonly javaScript?: boolean;
};

/** `faults`: violations of the policy, errors of scripts, and requests to any other host, as far as they have come. */
export type Opened = {readonly context: BrowserContext; readonly page: Page; readonly faults: string[]};

export function launch(): Promise<Browser> {
  return chromium.launch({executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu']});
}

/** A browser's window of its own, whose clock shows the server's time. */
export async function open(browser: Browser, at: HttpWorld, look: Look = {}): Promise<Opened> {
  const {theme = 'light', language = 'en', width = 1280, javaScript = true} = look;
  const context = await browser.newContext({
    colorScheme: theme,
    locale: language,
    viewport: {width, height: 800},
    javaScriptEnabled: javaScript,
    baseURL: at.address,
  });
  await context.clock.install({time: at.world.clock.now()});
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== at.address) faults.push(`a request to ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) faults.push(message.text());
  });
  return {context, page, faults};
}

/** By way of the form, as a person does. */
export async function signIn({page}: Opened, token: string, to = '/'): Promise<void> {
  await page.goto(to);
  await page.locator('#token').fill(token);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** What axe finds that keeps people out: rule and place of each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{id: string; impact: string; nodes: {target: string[]}[]}[]>(
    'axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations)',
  );
  const grave = found.filter(({impact}) => impact === 'serious' || impact === 'critical');
  return grave.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`);
}

/** How many pixels the document is wider than the window. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Letters of plots and captions that reach beyond the window, lie over one another, or are too small to be read. */
export function spilt(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const shown = (it) => it.checkVisibility();
    const letters = [...document.querySelectorAll('.plot text, caption > span')].filter(shown);
    const boxes = letters.map((it) => ({text: it.textContent, box: it.getBoundingClientRect()}));
    const wide = document.documentElement.clientWidth;
    const beyond = boxes.filter(({box}) => box.left < 0 || box.right > wide + 0.5 || box.height < 11);
    const ticks = [...document.querySelectorAll('.plot')].filter(shown).flatMap((plot) => {
      const own = [...plot.querySelectorAll('text'), plot.parentElement.querySelector('figcaption')].filter(shown);
      const at = own.map((it) => ({text: it.textContent, box: it.getBoundingClientRect()}));
      return at.filter(({box: a}, n) => at.slice(n + 1).some(({box: b}) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1));
    });
    return [...beyond, ...ticks].map(({text}) => text);
  })()`);
}
