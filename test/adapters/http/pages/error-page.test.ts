import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {Problem} from '../../../../src/adapters/http/problem.ts';
import {Failure} from '../../../../src/application/failure.ts';
import {LANGUAGES} from '../../../../src/application/words/language.ts';
import {sayTo} from '../../../../src/application/words/say-to.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';

const STATUSES = [400, 401, 403, 404, 409, 429, 500, 503] as const;

describe('what went wrong, as a page', () => {
  let served: HttpWorld;
  let fault: unknown;
  before(async () => {
    const services = {listDays: () => Promise.reject(fault)};
    served = await serveWorld({services});
  });
  after(() => served.close());

  const ask = async (path: string, {token = served.tokens.viewer, ...headers}: Record<string, string> = {}) => {
    const answer = await fetch(served.address + path, {
      headers: {Accept: 'text/html', Authorization: `Bearer ${token}`, ...headers},
    });
    return {status: answer.status, headers: answer.headers, html: await answer.text()};
  };

  for (const language of LANGUAGES)
    for (const status of STATUSES)
      it(`says what it means and what to do next: ${status}, ${language}`, async () => {
        // Of refusals of a kind the first within a minute has a line of its own.
        served.world.clock.advance(60_000);
        fault = new Problem(status, {headers: {'Retry-After': '5'}});
        const {html, headers, ...answer} = await ask('/', {'Accept-Language': language});
        expect(answer.status).to.equal(status);
        expect(headers.get('Content-Type')).to.equal('text/html; charset=utf-8');
        expect(headers.get('Retry-After')).to.equal('5');
        expect([headers.get('Content-Language'), headers.get('Vary')]).to.deep.equal([
          language,
          'Accept, Accept-Language, Cookie',
        ]);
        const {title, advice} = sayTo(language).page.errors.of[status];
        expect(html).to.include(`<h1>${title}</h1>`).and.to.include(advice);
        expect(html).to.include(headers.get('X-Request-Id'));
        expect(html).to.include(status === 401 ? 'href="/sign-in"' : 'href="/"');
        expect(served.log.find(({request_id}) => request_id === headers.get('X-Request-Id'))).to.include({status});
      });

  it('keeps to itself what programs are not told either, and escapes what they are', async () => {
    fault = new Error('ORA-00001 at line 7');
    expect((await ask('/')).html).not.to.include('ORA-00001');
    fault = new Failure('unreachable', '<b>spss</b> is away', {database: 'spss'});
    expect((await ask('/')).html).to.include('&lt;b>spss&lt;/b> is away');
  });

  it('is for people: each real refusal is a page for a browser, and a problem for a program', async () => {
    const cases: [status: number, path: string, token?: string][] = [
      [400, '/history?to=yesterday'],
      [401, '/', 'x.y.z'],
      [403, '/audit'],
      [404, '/nope/990990000001'],
      [404, '/runs/distribution-1999-01-01'],
    ];
    for (const [status, path, token = served.tokens.viewer] of cases) {
      const person = await ask(path, {token});
      expect([person.status, person.headers.get('Content-Type')], path).to.deep.equal([
        status,
        'text/html; charset=utf-8',
      ]);
      expect(person.html).not.to.include('990990000001');
    }
    const program = await ask('/nope', {Accept: 'application/json'});
    expect(program.headers.get('Content-Type')).to.equal('application/problem+json; charset=utf-8');
  });

  it('is a page when the state store is silent', async () => {
    const silent = await serveWorld({
      deps: ({deps: {clock, events}}) => ({
        clock: {...clock, sleep: (ms, signal) => delay(ms, undefined, {signal}).catch(() => {})},
        events: {...events, read: () => new Promise(() => {})},
      }),
    });
    try {
      const headers = {Accept: 'text/html', Authorization: `Bearer ${silent.tokens.viewer}`};
      const answer = await fetch(`${silent.address}/`, {headers});
      expect(answer.status).to.equal(503);
      expect(await answer.text()).to.include('Нет доступа к данным');
    } finally {
      await silent.close();
    }
  });
});
