import {expect} from 'chai';
import {pageRoutes} from '../../../../src/adapters/http/pages/page-routes.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {DATE} from '../../../support/world.ts';

const PUBLIC_URL = 'https://bank.kz/softcollection';
const HTML = {Accept: 'text/html'};
/** An example of each path with a parameter. */
const EXAMPLES: Record<string, string> = {
  '/runs/:id': `/runs/distribution-${DATE}`,
  '/days/:id': `/days/${DATE}`,
  '/campaigns/:id': '/campaigns/SC00000001',
};

describe('a path in PUBLIC_URL', () => {
  let at: HttpWorld;
  let views: string[];
  before(async () => {
    at = await serveWorld({config: {publicUrl: PUBLIC_URL}});
    await at.world.run();
    await at.world.run();
    const routes = pageRoutes(
      at.config,
      async () => {},
      async () => {},
    ).filter(({accepts}) => accepts === 'text/html');
    views = ['/sign-in', ...routes.map(({path}) => EXAMPLES[path] ?? path)];
  });
  after(() => at.close());

  const look = (path: string, init: RequestInit = {}) =>
    fetch(at.address + path, {redirect: 'manual', ...init, headers: {...HTML, ...init.headers}});
  const bearer = (as: 'admin' | 'viewer') => ({Authorization: `Bearer ${at.tokens[as]}`});

  it('is in every address of ours that a view has', async () => {
    for (const view of views) {
      const answer = await look(view, {headers: bearer('admin')});
      const html = await answer.text();
      expect(answer.status, view).to.equal(200);
      expect(html, view).to.match(/ href="\/softcollection\/assets\/style\.css/);
      // Fields are ours to read: they hold paths as routes have them.
      const outside = html.match(/ (?!value)[\w-]+="(\/|[^"]*url=\/)(?!softcollection\/)[^"]*"/g);
      expect(outside, view).to.equal(null);
    }
  });

  it('is where people are led to, and where cookies hold', async () => {
    const form = {'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin'};
    const body = new URLSearchParams({token: at.tokens.admin, to: '/audit'}).toString();
    const answers = {
      asked: await look('/audit'),
      'signed in': await look('/sign-in', {method: 'POST', headers: form, body}),
      language: await look('/language/en?to=%2Fhistory'),
    };
    const heads = Object.entries(answers).map(([name, {headers}]) => [name, headers.get('Location')]);
    expect(Object.fromEntries(heads)).to.deep.equal({
      asked: '/softcollection/sign-in?to=%2Faudit',
      'signed in': '/softcollection/audit',
      language: '/softcollection/history',
    });
    const session = answers['signed in'].headers.get('Set-Cookie') ?? '';
    expect(session).to.match(/^__Secure-softcollection=\S+; Path=\/softcollection\/; .*; Secure; /);
    expect(answers.language.headers.get('Set-Cookie')).to.include('; Path=/softcollection/;');
    const signedIn = await look('/audit', {headers: {Cookie: session.split(';')[0] ?? ''}});
    expect(signedIn.status).to.equal(200);
    const out = await look('/sign-out', {method: 'POST', headers: {...form, Cookie: session.split(';')[0] ?? ''}});
    expect(out.headers.get('Set-Cookie')).to.match(/^__Secure-softcollection=; Path=\/softcollection\/; .*Max-Age=0$/);
  });
});
