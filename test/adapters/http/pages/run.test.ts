import {expect} from 'chai';
import {h} from 'preact';
import {CarryOver} from '../../../../src/adapters/http/pages/run/carry-over.tsx';
import {Failure} from '../../../../src/application/failure.ts';
import type {BusinessDate} from '../../../../src/domain/ids.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {sendMailOf} from '../../../support/kept-mail.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';
import {syntheticUsers} from '../../../support/world.ts';

describe('the page of a run', () => {
  let served: HttpWorld;
  let path: string;
  before(async () => {
    served = await serveWorld({users: 23});
    const [report] = await served.world.run();
    path = `/runs/${report?.run_id}`;
  });
  after(() => served.close());

  const page = async (address: string, language = 'en', as: 'admin' | 'viewer' = 'viewer') => {
    const headers = {Accept: 'text/html', Authorization: `Bearer ${served.tokens[as]}`, 'Accept-Language': language};
    const answer = await fetch(served.address + address, {headers});
    return {status: answer.status, html: await answer.text()};
  };
  const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  it('says how many were found and what became of them, by group, by table, and when', async () => {
    const {html} = await page(path);
    const said = text(html);
    expect(said).to.include('distributed 23').and.to.include('DSSB_APP.SC_local_control');
    expect(said).to.include('plan made').and.to.include('run completed');
    const [, dssb, spss] = /DSSB_APP: (\d+) rows, SPSS: (\d+) rows/.exec(said) ?? [];
    expect([Number(dssb), Number(spss) > 0, Number(spss) < 23]).to.deep.equal([23, true, true]);
    expect(html).to.include('data-state="done"').and.not.to.include('✕');
    expect(said).to.include(`softcollection verify ${path.slice(6)} --explain`);
    expect(said).to.include('softcollection audit export --since 2024-01-15 --to audit.jsonl');
    expect(text((await page(path, 'ru')).html)).to.include('план составлен');
  });

  it('verifies when it is asked to, and shows no seed and no id of a person', async () => {
    const {html} = await page(`${path}?verify=now`);
    expect(text(html)).to.include('The tables are as planned.');
    const events = await served.services.runEvents(path.slice(6) as never, {showSeed: true, after: 0});
    const planned = events.find(({type}) => type === 'DistributionPlanned')?.data as {seed: string};
    expect(html)
      .not.to.include(planned.seed)
      .and.not.to.match(/\b99\d{10}\b/);
  });

  it('shows a mail that was kept as it was sent, in a frame that may do nothing, and says when none was', async () => {
    const report = await served.services.showRun(path.slice(6) as never);
    expect(text((await page(path)).html))
      .to.include('was not kept')
      .and.not.to.include('as it was sent');
    await sendMailOf(report!, served.mails);
    const {html} = await page(path);
    expect(html).to.include(`<iframe src="${path}/mails/1-success"`);
    // Where a mail is a file, the answer is its path on the server.
    expect(text(html)).not.to.include('250 2.0.0 Ok');
    expect(text((await page(path, 'en', 'admin')).html)).to.include('250 2.0.0 Ok');
    const authorization = {Authorization: `Bearer ${served.tokens.viewer}`};
    const frame = await fetch(`${served.address}${path}/mails/1-success`, {headers: authorization});
    const {status, headers} = frame;
    expect([status, headers.get('X-Frame-Options')]).to.deep.equal([200, 'SAMEORIGIN']);
    expect(headers.get('Content-Security-Policy'))
      .to.include("default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox;")
      .and.to.include("frame-ancestors 'self'");
    expect(await frame.text())
      .to.include('style=')
      .and.to.include(report!.campaigns[0]!.theory_name);
    expect((await served.ask(`${path}/mails/1-success`, {as: null})).status).to.equal(401);
    expect((await served.ask(`${path}/mails/9-error`)).status).to.equal(404);
  });

  it('has its counts as CSV, one line a group', async () => {
    const {html: csv} = await page(`${path}/counts.csv`);
    const lines = csv.trim().split('\r\n');
    const planned = lines.slice(1).reduce((sum, line) => sum + Number(line.split(',').at(-5)), 0);
    expect(planned).to.equal(23);
  });

  it('is not found for what is no run', async () => {
    for (const id of ['nope', 'distribution-1999-01-01']) expect((await page(`/runs/${id}`)).status).to.equal(404);
  });
});

describe('the page of a run that is not finished', () => {
  let served: HttpWorld;
  before(async () => {
    served = await serveWorld({from: '2024-01-15T04:00:00Z'});
  });
  after(() => served.close());

  it('has the commands that finish it, which a run without a plan has not', async () => {
    const {world} = served;
    const isAway = () => Promise.reject(new Failure('unreachable', 'ORA-12541', {database: 'spss'}));
    const {dssb_app, spss} = world.deps.tables;
    const [partial] = await world.run({tables: {dssb_app, spss: {...spss, lock: isAway}}});
    const said = async (run: string) => {
      const headers = {Accept: 'text/html', Authorization: `Bearer ${served.tokens.viewer}`};
      return (await fetch(`${served.address}/runs/${run}`, {headers})).text();
    };
    expect(partial!.status).to.equal('partial');
    expect(await said(partial!.run_id)).to.include(`softcollection resume ${partial!.run_id}`);
    await world.run();
    expect(await said(partial!.run_id)).not.to.include('softcollection resume');
  });
});

describe('the page of a run with people of earlier campaigns', () => {
  const HOUR_MS = 3_600_000;
  let served: HttpWorld;
  before(async () => {
    served = await serveWorld({from: '2024-01-15T04:00:00Z'});
  });
  after(() => served.close());

  it('says how many they are, and to admins of which groups', async () => {
    const {world} = served;
    await world.run();
    world.source.theories = world.source.theories.slice(1);
    world.source.users = [...world.source.users, ...syntheticUsers(10, 900)];
    world.clock.advance(20 * HOUR_MS);
    const [report] = await world.run({}, {next: {date: '2024-01-16' as BusinessDate, slot: null}});
    const {users, carry_over, run_id} = report!;
    expect([users.distributed, carry_over]).to.deep.equal([21, {days: 90, people: 11, campaigns: 1}]);
    const shown = async (as: 'admin' | 'viewer') => {
      const headers = {Accept: 'text/html', 'Accept-Language': 'en', Authorization: `Bearer ${served.tokens[as]}`};
      const html = await (await fetch(`${served.address}/runs/${run_id}`, {headers})).text();
      return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    };
    const sentence =
      'In other campaigns before: 11 users, 1 campaign. Counted are those that ended in the last 90 days.';
    const counts = 'Campaign A B C D E SC00000001 2 2 2 2 3';
    expect(await shown('viewer'))
      .to.include(sentence)
      .and.not.to.include(counts);
    expect(await shown('admin'))
      .to.include(sentence)
      .and.to.include(counts);
    const {json} = await served.ask(`/runs/${run_id}`, {as: 'viewer'});
    expect((json as {run: object}).run).to.deep.include({carry_over});
  });
});

describe('earlier campaigns on a page', () => {
  const [days, context] = [90, pageContext('en')];
  const said = (props: object) => textOf(h('div', {}, CarryOver({report: undefined, ...props, context}))).trim();

  it('have a column for people of unknown group, where there are any', () => {
    const of = (theoryId: string, letter: string | null, people: number) => ({theoryId, letter, people});
    const groups = [of('SC00000001', 'B', 7), of('SC00000002', null, 4)];
    expect(said({report: {days, people: 11, campaigns: 2}, groups})).to.match(
      /Campaign A B C D E Unknown SC00000001 0 7 0 0 0 0 SC00000002 0 0 0 0 0 4$/,
    );
  });

  it('are none, or were not looked for', () => {
    const none = 'Earlier campaigns None of them was in a campaign that ended in the last 90 days.';
    expect(said({report: {days, people: 0, campaigns: 0}, groups: []})).to.equal(none);
    expect(said({})).to.equal('');
  });
});
