import {expect} from 'chai';
import {checksPage} from '../../../../src/adapters/http/pages/checks/checks-page.tsx';
import type {CheckResult} from '../../../../src/application/ports/check-result.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';

const OK: CheckResult = {
  id: 'SC-D05',
  title: 'DSSB_APP answers',
  state: 'ok',
  found: '3 ms',
  expected: null,
  mend: null,
};
const FAIL: CheckResult = {
  id: 'SC-D99',
  title: 'a check of a later day',
  state: 'fail',
  found: '<b>ORA-1031</b>',
  expected: 'a grant',
  mend: 'GRANT INSERT',
};

describe('the page of the checks', () => {
  it('says in its own language that all is fine', () => {
    const said = textOf(checksPage([OK], pageContext('ru')).main);
    expect(said).to.include('Замечаний нет').and.to.include('DSSB_APP отвечает').and.to.include('✓ в порядке');
  });

  it('counts what is wrong, and says what was found, what should be, and what to do', () => {
    const said = textOf(checksPage([OK, FAIL], pageContext('en')).main);
    expect(said).to.include('Findings: 1.').and.to.include('a check of a later day').and.to.include('✕ failed');
    expect(said).to.include('&lt;b>ORA-1031&lt;/b>').and.to.include('expected: a grant').and.to.include('GRANT INSERT');
  });
});
