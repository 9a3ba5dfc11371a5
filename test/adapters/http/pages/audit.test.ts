import {expect} from 'chai';
import {auditPage} from '../../../../src/adapters/http/pages/audit/audit-page.tsx';
import {AUDIT_KINDS, kindOf} from '../../../../src/adapters/http/pages/audit/audit-query.ts';
import type {AuditLine} from '../../../../src/application/events/audit.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';

const LINES = Array.from(
  {length: 250},
  (_, n): AuditLine => ({
    at: new Date(Date.parse('2024-01-15T20:00:00Z') - n * 3_600_000).toISOString(),
    who: n === 0 ? '=cmd|calc' : ['ann', 'bob'][n % 2]!,
    what: ['GET /audit', 'POST /scheduler/stop', 'POST /scheduler/test-distribution', 'token revoked: x'][n % 4]!,
    from: n % 4 === 3 ? 'command line' : '10.0.0.1',
    outcome: 'done',
    request_id: `request-${n}`,
  }),
);

/** The newest before that day ends which the filter below finds. */
const NEWEST = '2024-01-15T15:00:00.000Z';

describe('the audit', () => {
  let served: HttpWorld;
  before(async () => {
    served = await serveWorld({services: {listAudit: async (since) => LINES.filter(({at}) => at >= (since ?? ''))}});
  });
  after(() => served.close());

  const ask = async (path: string, as: 'admin' | 'viewer' = 'admin') => {
    const headers = {Accept: 'text/html', 'Accept-Language': 'ru', Authorization: `Bearer ${served.tokens[as]}`};
    const answer = await fetch(served.address + path, {headers});
    return {status: answer.status, type: answer.headers.get('Content-Type'), text: await answer.text()};
  };
  const rowsIn = (html: string) => [...html.matchAll(/request-(\d+)/g)].map(([, n]) => Number(n));

  it('is shown in pages that leave nothing out, and keep the filter', async () => {
    const [first, second, third] = await Promise.all([1, 2, 3].map((n) => ask(`/audit?page=${n}`)));
    expect([first, second, third].flatMap((it) => rowsIn(it!.text))).to.deep.equal(LINES.map((_, n) => n));
    const filtered = (await ask('/audit?who=bob')).text;
    expect(filtered).to.include('href="/audit?who=bob&amp;page=2"').and.to.include('страница 1 из 2');
  });

  it('is filtered by person, kind and days of the zone, on the page and in the files', async () => {
    const query = 'since=2024-01-10&until=2024-01-15&who=bob&kind=switch';
    const lines = (await ask(`/audit.jsonl?${query}`)).text.trim().split('\n');
    const found = lines.map((line) => JSON.parse(line) as AuditLine);
    expect(found.length).to.be.greaterThan(10);
    for (const line of found) expect(line).to.include({who: 'bob', what: 'POST /scheduler/stop'});
    expect(found.map(({at}) => at)[0], 'at 18:00 in UTC the next day begins in Almaty').to.equal(NEWEST);
    expect(rowsIn((await ask(`/audit?${query}`)).text)).to.have.length(found.length);
    expect((await ask('/audit?since=2024-02-30')).status).to.equal(400);
  });

  it('says in words what was done and by whom, beside the words that it was recorded with', () => {
    const line = (who: string, what: string): AuditLine => ({...LINES[0]!, who, what});
    const lines = [
      line('ann', 'POST /scheduler/test-distribution?dry_run=true'),
      line('cli:root', 'token issued: viewer for ann until 2024-02-01'),
      line('cli:root', 'export assignments SC00000001'),
      line('ann', 'GET /a/route/of/later'),
      line('cli:root', 'audit export: 2024-01-15 to now, key ab12'),
      line('cli:root', 'verify distribution-2024-01-15.2 --explain'),
    ];
    const filter = {since: '', until: '', who: '', kind: ''} as const;
    const said = textOf(auditPage({lines, filter, page: 1, pages: 1}, pageContext('ru')).main);
    expect(said).to.include('пробный расчёт без записи').and.to.include('root (командная строка)');
    expect(said).to.include('выдан токен token issued: viewer for ann').and.to.include('выгружены назначения');
    expect(said).to.include('просмотр GET /a/route/of/later');
    expect(said).to.include('выгружен для аудитора audit export').and.to.include('объяснено место человека');
  });

  it('has words for all that is done to the state and to a campaign', () => {
    const done = [
      ['campaign register SC00000001: version 2', 'зарегистрирован план кампании'],
      ['state backup: a.backup', 'сделана резервная копия'],
      ['state restored: the backup of 2024-01-15', 'состояние восстановлено'],
      ['state reconciled: the tables have nothing that it lacks', 'сверено с таблицами'],
      ['state reconciled by hand: the tables have 5 rows that it lacks', 'поручился человек'],
      ['prune: before 2024-01-15, 1 mail, 3 files', 'удалены старые письма'],
    ] as const;
    const lines = done.map(([what]) => ({...LINES[0]!, what}));
    const filter = {since: '', until: '', who: '', kind: ''} as const;
    const said = textOf(auditPage({lines, filter, page: 1, pages: 1}, pageContext('ru')).main);
    for (const [, words] of done) expect(said).to.include(words);
  });

  it('comes as CSV that no spreadsheet takes for formulas', async () => {
    const {type, text} = await ask('/audit.csv');
    expect(type).to.equal('text/csv; charset=utf-8');
    const [heads, line] = text.split('\r\n');
    expect(heads).to.equal('at,who,what,from,outcome,request_id');
    expect(line).to.equal("2024-01-15T20:00:00.000Z,'=cmd|calc,GET /audit,10.0.0.1,done,request-0");
    expect(text.trim().split('\r\n')).to.have.length(1 + LINES.length);
  });

  it('is for admins alone, and a look at its files is recorded', async () => {
    for (const path of ['/audit.csv', '/audit.jsonl']) {
      expect((await ask(path, 'viewer')).status).to.equal(403);
      await ask(path);
    }
    const recorded = (await served.world.deps.events.read('audit')).map(({data}) => (data as {what: string}).what);
    expect(recorded).to.include.members(['GET /audit.csv', 'GET /audit.jsonl']);
  });

  it('has a word for each kind', () => {
    expect(LINES.slice(0, 4).map(kindOf)).to.deep.equal(['look', 'switch', 'run', 'access']);
    expect(kindOf({what: 'POST /databases/test-all-connections'})).to.equal('other');
    const looks = [
      'verify distribution-2024-01-15 --explain',
      'audit export: 2024-01-15 to now',
      'export assignments X',
    ];
    for (const what of looks) expect(kindOf({what}), what).to.equal('look');
    expect(AUDIT_KINDS).to.have.length(5);
  });
});
