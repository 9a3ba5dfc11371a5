// Makes the pictures of README and docs: the built service over demo data in a temporary folder, seen by Chromium.
import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const PORT = 8391;
const main = fileURLToPath(new URL('../dist/bootstrap/main.js', import.meta.url));
const pictures = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'softcollection-'));
const env = {...process.env, DATA_DIR: folder, PORT: String(PORT), INSTANCE_NAME: 'DEMO', LOG_LEVEL: 'error'};
const softcollection = (...args) =>
  execFileSync(process.execPath, [main, ...args], {cwd: folder, env, encoding: 'utf8'});

softcollection('demo');
const [{run_id: run}] = JSON.parse(softcollection('runs', '--json')).runs;
const people = Array.from({length: 3000}, (_, n) => `${990990000001 + n},5\n`);
writeFileSync(join(folder, 'users.csv'), `IIN,COUNT_DAY\n${people.join('')}`);
softcollection('import', 'users', 'users.csv');
const token = JSON.parse(softcollection('token', '--sub', 'aigerim', '--permission', 'admin', '--json')).token;
const service = spawn(process.execPath, [main, 'start'], {cwd: folder, env, stdio: 'ignore'});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  mkdirSync(pictures, {recursive: true});
  while (!(await fetch(`http://127.0.0.1:${PORT}/livez`).catch(() => null))?.ok) await delay(200);
  await shoot('today', '/', {});
  await shoot('run', `/runs/${run}`, {locale: 'en', colorScheme: 'dark', viewport: {width: 1000, height: 860}});
  await shoot('preview', '/preview', {locale: 'en'}, (page) => page.click('[data-opens=run-now]'));
} finally {
  await browser.close();
  service.kill();
  rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
}

async function shoot(name, path, options, prepare = async () => {}) {
  const headers = {Authorization: `Bearer ${token}`};
  const viewport = {width: 1000, height: 680};
  const context = await browser.newContext({locale: 'ru', viewport, extraHTTPHeaders: headers, ...options});
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${PORT}${path}`);
  await prepare(page);
  await page.screenshot({path: join(pictures, `${name}.png`)});
  await context.close();
}
