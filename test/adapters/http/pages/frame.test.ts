import {expect} from 'chai';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';

const HTML = {Accept: 'text/html,*/*;q=0.8'};

describe('the frame of the pages', () => {
  let served: HttpWorld;
  before(async () => {
    served = await serveWorld();
  });
  after(() => served.close());

  const page = (path: string, headers: Record<string, string> = {}, as: 'admin' | 'viewer' | null = 'viewer') =>
    fetch(served.address + path, {
      headers: {...HTML, ...(as ? {Authorization: `Bearer ${served.tokens[as]}`} : {}), ...headers},
      redirect: 'manual',
    });

  it('answers browsers with pages, and programs as before', async () => {
    const html = await page('/audit', {}, 'admin');
    expect(html.headers.get('Content-Type')).to.equal('text/html; charset=utf-8');
    expect((await served.ask('/audit')).json).to.have.property('success', true);
  });

  it('speaks the language of the cookie, of the browser, of the installation, in this order', async () => {
    const cases: [headers: Record<string, string>, language: string][] = [
      [{}, 'ru'],
      [{'Accept-Language': 'de, en-GB;q=0.8, ru;q=0.5'}, 'en'],
      [{'Accept-Language': 'en;q=0, ru'}, 'ru'],
      [{'Accept-Language': 'en', Cookie: 'a=1; language=ru'}, 'ru'],
      [{'Accept-Language': 'en', Cookie: 'language=xx'}, 'en'],
    ];
    for (const [headers, language] of cases) {
      const answer = await page('/', headers);
      expect(answer.headers.get('Content-Language'), JSON.stringify(headers)).to.equal(language);
      expect(answer.headers.get('Vary')).to.include('Accept-Language').and.to.include('Cookie');
      expect(await answer.text()).to.include(`<html lang="${language}">`);
    }
  });

  it('keeps a chosen language, and leads to no other site', async () => {
    const chosen = await page('/language/en?to=%2Faudit', {}, null);
    expect(chosen.status).to.equal(303);
    expect(chosen.headers.get('Location')).to.equal('/audit');
    expect(chosen.headers.get('Set-Cookie')).to.match(/^language=en; .*SameSite=Lax; HttpOnly$/);
    for (const to of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/\t/evil.example',
      '/\n/evil.example',
      '/\r\n/x',
    ]) {
      expect((await page(`/language/en?to=${encodeURIComponent(to)}`, {}, null)).status, to).to.equal(400);
    }
    expect((await page('/language/xx', {}, null)).status).to.equal(404);
  });

  it('changes the language of the page as it is, its query included', async () => {
    const html = await (await page('/history?to=2024-01-10&state=failed')).text();
    expect(html).to.include('href="/language/en?to=%2Fhistory%3Fto%3D2024-01-10%26state%3Dfailed"');
  });

  it('lets nothing of another origin in, compresses, and names the installation', async () => {
    const answer = await page('/', {'Accept-Encoding': 'br'});
    expect(answer.headers.get('Content-Encoding')).to.equal('br');
    expect(answer.headers.get('Content-Security-Policy')).to.include("default-src 'none'").and.not.to.include('unsafe');
    expect(await answer.text())
      .to.include('TEST')
      .and.to.include('dssb-db1');
  });

  it('serves its files for good by their hash, and answers 304 to who has one', async () => {
    const [, url = ''] = /href="(\/assets\/style\.css\?v=[^"]+)"/.exec(await (await page('/')).text()) ?? [];
    const file = await page(url, {}, null);
    expect(file.headers.get('Cache-Control')).to.include('immutable');
    const again = await page('/assets/style.css?v=old', {'If-None-Match': file.headers.get('ETag') ?? ''}, null);
    expect([again.status, again.headers.get('Cache-Control')]).to.deep.equal([304, 'no-cache']);
    expect((await page('/assets/..%2Fpage.ts', {}, null)).status).to.equal(404);
  });

  it('shows the audit to admins alone, filtered', async () => {
    expect((await page('/audit')).status).to.equal(403);
    const html = await (await page('/audit?since=&who=nobody', {}, 'admin')).text();
    expect(html).to.include('Действий нет.');
    expect((await (await page('/audit?who=some', {}, 'admin')).text()).match(/<tr>/g)?.length).to.be.greaterThan(1);
  });
});
