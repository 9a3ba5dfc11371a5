import {expect} from 'chai';
import {checksPage} from '../../../../src/adapters/http/pages/checks/checks-page.tsx';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';
import {sampleCheck} from '../../../support/sample-checks.ts';

const OK = sampleCheck('SC-D05', {found: '3 ms'});
const FAIL = sampleCheck('SC-D09', {
  state: 'fail',
  found: '<b>ORA-1031</b>',
  expected: 'a grant',
  mend: 'GRANT INSERT',
});

describe('the page of the checks', () => {
  it('says in its own language that all is fine', () => {
    const said = textOf(checksPage([OK], pageContext('ru')).main);
    expect(said).to.include('Замечаний нет').and.to.include('DSSB_APP отвечает').and.to.include('✓ в порядке');
  });

  it('counts what is wrong, and says what was found, what should be, and what to do', () => {
    const said = textOf(checksPage([OK, FAIL], pageContext('en')).main);
    expect(said).to.include('Findings: 1.').and.to.include('Grants').and.to.include('✕ failed');
    expect(said).to.include('&lt;b>ORA-1031&lt;/b>').and.to.include('expected: a grant').and.to.include('GRANT INSERT');
  });

  describe('and its test of the connections', () => {
    const away = {connected: false, message: 'ORA-12541: no listener', latency_ms: 2};
    const fine = {connected: true, message: 'connected', latency_ms: 3};
    let asked = 0;
    let served: HttpWorld;
    before(async () => {
      const testConnections = async () => {
        asked++;
        return {dssb_app: fine, spss: away, state: fine};
      };
      served = await serveWorld({services: {testConnections}});
    });
    after(() => served.close());

    const test = (as: 'admin' | 'viewer', site: string) => {
      const told = {Accept: 'text/html', 'Accept-Language': 'en', 'Sec-Fetch-Site': site};
      const headers = {...told, Authorization: `Bearer ${served.tokens[as]}`};
      return fetch(`${served.address}/checks`, {method: 'POST', headers});
    };

    it('shows an admin what each answered', async () => {
      const answer = await test('admin', 'same-origin');
      const html = await answer.text();
      expect(answer.status).to.equal(200);
      expect(html).to.include('What the connections answered just now').and.to.include('ORA-12541: no listener');
      expect(html).to.include('aria-current="page"').and.to.include('✕ out of reach');
    });

    it('asks nobody for a viewer, nor for another site', async () => {
      asked = 0;
      expect((await test('viewer', 'same-origin')).status).to.equal(403);
      expect((await test('admin', 'cross-site')).status).to.equal(403);
      expect(asked).to.equal(0);
    });

    it('is offered to admins alone, and made too often it is refused', async () => {
      const offer = (isAdmin: boolean) => {
        const caller = {subject: 'ann', isAdmin, expiresAt: Infinity, tokenId: null, issuedAt: null};
        return textOf(checksPage([OK], pageContext('en', {caller})).main).includes('Test the connections');
      };
      expect([offer(true), offer(false)]).to.deep.equal([true, false]);
      const statuses = await Promise.all(Array.from({length: 13}, () => test('admin', 'same-origin')));
      expect(statuses.map(({status}) => status)).to.include(429);
    });
  });
});
