import {createConfig, lintFromString} from '@redocly/openapi-core';
import {expect} from 'chai';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';

type Operation = {
  operationId: string;
  security?: object[];
  parameters?: {name: string}[];
  responses: Record<string, {content?: object}>;
};
type Document = {openapi: string; info: {version: string}; paths: Record<string, Record<string, Operation>>};

const CONTRACT = {
  'get /scheduler/status': 'any',
  'get /scheduler/next-runs': 'any',
  'get /audit': 'admin',
  'get /daily-distribution/preview': 'any',
  'post /scheduler/test-distribution': 'admin',
  'post /scheduler/start': 'admin',
  'post /scheduler/stop': 'admin',
  'post /checks': 'admin',
  'post /databases/test-all-connections': 'any',
  'get /daily-distribution/verification': 'any',
  'get /runs': 'any',
  'get /runs/{id}': 'any',
  'get /runs/{id}/events': 'any',
  'get /runs/{id}/stream': 'any',
  'get /livez': 'open',
  'get /readyz': 'open',
  'get /metrics': 'open',
  'get /openapi.json': 'open',
  'get /days': 'any',
  'get /stream': 'any',
  'get /campaigns': 'any',
  'get /campaigns/{id}': 'any',
  'get /days/{id}': 'any',
  'get /days/{id}/mails/{mail}': 'any',
  'get /docs': 'open',
  'get /docs/{file}': 'open',
  'get /': 'open',
  'get /history': 'any',
  'get /history.csv': 'any',
  'get /preview': 'any',
  'get /checks': 'any',
  'get /runs/{id}/counts.csv': 'any',
  'get /audit.csv': 'admin',
  'get /audit.jsonl': 'admin',
  'get /assets/{file}': 'open',
  'get /runs/{id}/mails/{mail}': 'any',
};

describe('/openapi.json', () => {
  let at: HttpWorld;
  let text: string;
  let document: Document;
  before(async () => {
    at = await serveWorld();
    ({text, json: document} = await at.ask('/openapi.json', {as: null}));
  });
  after(() => at.close());

  it('is OpenAPI 3.1 in which a linter finds no error and nothing to warn of', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      // This service has no licence, and its port is where it is asked.
      rules: {'info-license': 'off', 'no-server-example.com': 'off', 'operation-4xx-response': 'error'},
    });
    const found = await lintFromString({source: text, config});
    expect(found.map(({ruleId, message, location}) => `${ruleId}: ${message} ${location[0]?.pointer}`)).to.deep.equal(
      [],
    );
    expect([document.openapi, document.info.version]).to.deep.equal(['3.1.0', '1.2.3']);
  });

  it('is linted by rules that find a planted error', async () => {
    const source = text
      .replace('"operationId":"showRun"', '"operationId":"listRuns"')
      .replace('"in":"query"', '"in":"x"');
    const found = await lintFromString({source, config: await createConfig({extends: ['recommended']})});
    expect(found.map(({ruleId}) => ruleId)).to.include.members(['operation-operationId-unique', 'struct']);
  });

  it('has every route, with who may ask', () => {
    const access = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, {security, responses}]) => [
        `${method} ${path}`,
        security?.length === 0 ? 'open' : '403' in responses ? 'admin' : 'any',
      ]),
    );
    expect(Object.fromEntries(access)).to.deep.equal(CONTRACT);
  });

  const contentOf = (path: string, method: string) => document.paths[path]![method]!.responses['200']?.content;

  it('describes what the page of a path is asked for beside what programs are, and the fields of bodies', () => {
    const {parameters, responses} = document.paths['/audit']!.get!;
    expect(parameters?.map(({name}) => name)).to.have.members(['since', 'limit', 'until', 'who', 'kind', 'page']);
    expect(Object.keys(responses['200']!.content!)).to.deep.equal(['application/json', 'text/html']);
    expect(text).to.include('"expected_digest"').and.to.include('"reason"');
  });

  it('names routes that want a token if and only if they do', async () => {
    for (const [route, access] of Object.entries(CONTRACT)) {
      const [method, path] = route.split(' ') as [string, string];
      const real = path.replace('{id}', 'distribution-2024-01-15').replace(/\{\w+\}/, 'start.js');
      // Of pages alone there is nothing for programs, and people without a token are led to where they sign in.
      const isPage = 'text/html' in (contentOf(path, method) ?? {}) && path !== '/' && !path.startsWith('/docs');
      const headers: Record<string, string> = isPage ? {Accept: 'text/html', Authorization: 'Bearer x.y.z'} : {};
      const {status} = await at.ask(real, {as: null, method: method.toUpperCase(), headers});
      expect(status === 401, `${route} answers ${status}`).to.equal(access !== 'open');
    }
  });
});

describe('/docs', () => {
  let at: HttpWorld;
  before(async () => {
    at = await serveWorld();
  });
  after(() => at.close());

  it('and the first page load nothing from another host, and may not', async () => {
    for (const path of ['/', '/docs']) {
      const {text, headers} = await at.ask(path, {as: null});
      const links = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link!);
      expect(links).to.have.length.greaterThan(1);
      for (const link of links) {
        expect(link).to.match(/^(docs|openapi\.json)/);
        expect((await at.ask(`/${link}`, {as: null})).status, link).to.equal(200);
      }
      expect(headers.get('Content-Security-Policy')).to.match(/default-src 'none'; script-src 'self';/);
      expect(headers.get('Content-Security-Policy')).not.to.match(/https?:|\*|unsafe-eval/);
      expect(text).not.to.match(/<script>|onload=/);
    }
    expect((await at.ask('/docs/start.js', {as: null})).text).to.include('validatorUrl: null');
  });
});
