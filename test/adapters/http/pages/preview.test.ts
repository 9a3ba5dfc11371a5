import {expect} from 'chai';
import {renderToString} from 'preact-render-to-string';
import {previewPage} from '../../../../src/adapters/http/pages/preview/preview-page.tsx';
import {todayPage} from '../../../../src/adapters/http/pages/today/today-page.tsx';
import type {Preview} from '../../../../src/application/run/preview.ts';
import type {IsoInstant} from '../../../../src/domain/ids.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';
import {EIGHT_DAYS} from '../../../support/sample-day.ts';

const VIEWER = {...pageContext().caller, isAdmin: false};

describe('Preview', () => {
  let served: HttpWorld;
  let plan: Preview;
  before(async () => {
    served = await serveWorld({users: 23});
    plan = await served.services.preview();
  });
  after(() => served.close());

  it('says who gets how many, with the very digest that the run is asked for', () => {
    const {main} = previewPage(plan, pageContext('en'));
    expect(textOf(main)).to.include('To be distributed: 23 users');
    const html = renderToString(main);
    expect(html).to.include(`value="${plan.plan_digest}"`).and.to.include('data-confirm="23"');
    expect(textOf(previewPage(plan, pageContext('ru')).main)).to.include('Будет распределено: 23 пользователя');
  });

  it('measures the load by the lower one of both limits', () => {
    const said = (usual: number | null) => textOf(previewPage(plan, pageContext('en'), usual).main);
    expect(said(null)).to.include('23 of 200,000 that need no confirmation (MAX_USERS)');
    expect(said(300_000)).to.include('23 of 200,000 that');
    expect(said(500)).to.include('23 of 500 that need no confirmation: ten times the median');
    expect(renderToString(previewPage(plan, pageContext('en'), 500).main)).to.include('max="500"');
  });

  it('names the rows of both databases before they are written', () => {
    const groups = plan.campaigns.flatMap((campaign) => Object.values(campaign.groups));
    const [all, targets] = [
      23,
      groups.reduce((sum, it) => sum + (it.target_tables.length > 1 ? it.users_count : 0), 0),
    ];
    expect(textOf(previewPage(plan, pageContext('en')).main)).to.include(
      `To DSSB_APP: ${all} rows, to SPSS: ${targets} rows`,
    );
  });

  it('has no control for a viewer, nor for a plan that would be stopped', () => {
    const viewer = {caller: VIEWER};
    expect(renderToString(previewPage(plan, pageContext('en', viewer)).main)).not.to.include('<button');
    const error = {kind: 'safety_stop', message: '300000 users are more than MAX_USERS=200000'} as const;
    const stopped = previewPage(
      {...plan, status: 'failed', plan_digest: null, campaigns: [], error},
      pageContext('en'),
    );
    expect(renderToString(stopped.main)).not.to.include('<button');
    expect(textOf(stopped.main)).to.include('The safety stop will stop this run').and.to.include('300000 users');
  });

  it('shows no id of a person, and is limited like the route for programs', async () => {
    const ask = () =>
      fetch(`${served.address}/preview`, {
        headers: {Accept: 'text/html', Authorization: `Bearer ${served.tokens.admin}`},
      });
    const html = await (await ask()).text();
    for (const iin of plan.source?.sample ?? []) expect(html.includes(iin)).to.equal(false);
    const statuses = await Promise.all(Array.from({length: 14}, async () => (await ask()).status));
    expect(statuses).to.include(429);
  });
});

describe('the switch on Today', () => {
  const part = {connected: true, message: '', latency_ms: 1};
  const facts = {days: [EIGHT_DAYS.off], next: [], parts: {dssb_app: part, spss: part, state: part, scheduler: part}};
  const from = '2026-11-25T09:03:00.000Z' as IsoInstant;
  const scheduler = {
    status: 'stopped',
    switched: {on: false, from, by: 'http:ivanov', reason: 'works on SPSS'},
  } as const;

  it('says who switched the daily run off, when and why, and lets admins alone switch it on', () => {
    const asAdmin = todayPage({...facts, scheduler}, pageContext('en')).main;
    expect(textOf(asAdmin)).to.include('since 25 Nov 2026, 14:03, ivanov. Reason: works on SPSS');
    expect(renderToString(asAdmin)).to.include('data-post="/scheduler/start"');
    const asViewer = todayPage({...facts, scheduler}, pageContext('en', {caller: VIEWER})).main;
    expect(renderToString(asViewer)).not.to.include('<form');
  });
});
