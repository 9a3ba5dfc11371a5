import {expect} from 'chai';
import {campaignPage} from '../../../../src/adapters/http/pages/campaigns/campaign-page.tsx';
import {type CampaignHistory, showCampaign} from '../../../../src/application/events/campaign-history.ts';
import {registerCampaign} from '../../../../src/application/run/register-campaign.ts';
import {balanceOf} from '../../../../src/domain/balance.ts';
import type {BusinessDate, TheoryId, WallTime} from '../../../../src/domain/ids.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';
import {DAY_MS, makeWorld, syntheticUsers, theories} from '../../../support/world.ts';

describe('campaigns', () => {
  let served: HttpWorld;
  let first: string;
  before(async () => {
    served = await serveWorld({users: 23});
    const [report] = await served.world.run();
    first = report!.campaigns[0]!.theory_id;
  });
  after(() => served.close());

  const page = async (address: string) => {
    const headers = {Accept: 'text/html', Authorization: `Bearer ${served.tokens.viewer}`, 'Accept-Language': 'en'};
    const answer = await fetch(served.address + address, {headers});
    return {status: answer.status, html: await answer.text()};
  };

  it('are told to programs as to people: all whom the runs gave them, and each exactly once', async () => {
    const {campaigns} = (await served.ask('/campaigns', {as: 'viewer'})).json as {campaigns: CampaignHistory[]};
    expect(campaigns.reduce((sum, {total_users}) => sum + total_users, 0)).to.equal(23);
    const {html} = await page('/campaigns');
    for (const {theory_id} of campaigns) expect(html).to.include(`href="/campaigns/${theory_id}"`);
  });

  it('have their days, groups and rows, and tables that agree', async () => {
    const {campaign} = (await served.ask(`/campaigns/${first}`, {as: 'viewer'})).json as {campaign: CampaignHistory};
    const sum = (groups: CampaignHistory['groups']) => Object.values(groups).reduce((all, n) => all + n, 0);
    expect(campaign.days.map(({groups}) => sum(groups))).to.deep.equal([campaign.total_users]);
    const control = campaign.standing.filter(({table}) => table === 'SC_local_control');
    expect(control).to.deep.equal([{table: 'SC_local_control', theory_id: `${first}.1`, rows: campaign.groups.A}]);
    expect([campaign.days_without, campaign.differences]).to.deep.equal([0, []]);
    const {html} = await page(`/campaigns/${first}`);
    expect(html).to.include('The tables agree').and.to.include('role="img"');
  });

  it('are not there without people, nor by the name of a group', async () => {
    for (const id of ['SC99999999', `${first}.1`, 'nope']) {
      expect((await served.ask(`/campaigns/${id}`)).status).to.equal(404);
      expect((await page(`/campaigns/${id}`)).status).to.equal(404);
    }
  });

  it('say in words what differs, what is late, and how alike their groups are', async () => {
    const campaign = (await served.services.showCampaign(first as TheoryId))!;
    const theoryId = `${first}.2` as TheoryId;
    const balance = balanceOf(['female / 1980s', 'male / R1'], [[5, 1, 3, 3, 3], [1, 5, 3, 3, 3]])!; // biome-ignore format: one table
    const odd: CampaignHistory = {
      ...campaign,
      theory_name: '<i>x</i>',
      days_without: 3,
      carry_over: {days: 90, people: 7, campaigns: 2},
      differences: [{table: 'SC_local_target', theoryId, expected: 10, found: 8}],
      balance,
      losses: {lost: {A: 3, B: 2, C: 1019, D: 0, E: 2}, evidence: 12.345, alarm_at: 1000},
    };
    const said = textOf(campaignPage(odd, pageContext('en')).main);
    expect(said).to.include('8 rows in SC_local_target where all runs make 10').and.to.include('3 days');
    expect(said).to.include('Balance of the groups').and.to.include('A, B');
    expect(said).to.include('In other campaigns before: 7 users, 2 campaigns');
    expect(said).to.include('3, 2, 1,019, 0, 2. Evidence of unequal losses: 12.3, alarm at 1,000.');
    const inRussian = textOf(campaignPage(odd, pageContext('ru')).main);
    expect(inRussian)
      .to.include('Равновесие групп')
      .and.to.match(/женщины \/ 1980-е|мужчины \/ R1/);
  });

  it('show what they were registered with, when, by whom, and whether that was in time', async () => {
    const world = served.world;
    const register = (campaign: string) => {
      const {origin, owner, zone} = world.request;
      return registerCampaign(world.deps, {
        campaign,
        text: 'Calls bring <10 %>.',
        sha256: 'c0ffee',
        origin,
        owner,
        zone,
      });
    };
    expect((await page(`/campaigns/${first}`)).html).to.include('Nobody has laid down');
    await register(first);
    const {campaign} = (await served.ask(`/campaigns/${first}`, {as: 'viewer'})).json as {campaign: CampaignHistory};
    expect(campaign.registered).to.include({version: 1, sha256: 'c0ffee', late: true, by: 'test'});
    const said = textOf(campaignPage(campaign, pageContext('en')).main);
    expect(said).to.include('Calls bring &lt;10 %>.').and.to.include('c0ffee').and.to.include('Laid down after');
    const inTime = {...campaign, registered: {...campaign.registered!, late: false}};
    expect(textOf(campaignPage(inTime, pageContext('en')).main)).to.include('Laid down before');
  });

  it('warn of what their last run and the latest one say of them, and of nobody else', async () => {
    const world = makeWorld({campaigns: 2});
    const [one, other] = ['SC00000001', 'SC00000002'] as TheoryId[];
    const inOrder = theories(2);
    const broken = (group: string) => ({
      ...inOrder[0]!,
      theoryId: `${one}.${group}`,
      endDate: '2023-12-01 00:00:00' as WallTime,
    });
    world.source.theories = [...inOrder, broken('3')];
    await world.run();
    const odd = (await showCampaign(world.deps, one!))!;
    expect(odd.warnings.map(({kind}) => kind)).to.deep.equal(['ends_before_start']);
    expect((await showCampaign(world.deps, other!))!.warnings).to.deep.equal([]);
    expect(textOf(campaignPage(odd, pageContext('en')).main))
      .to.include('Warnings')
      .and.to.include(`${one}.3 ends`);
    world.source.theories = [inOrder[1]!, broken('4')];
    world.source.users = syntheticUsers(4, 100);
    world.clock.advance(DAY_MS);
    await world.run({}, {next: {date: '2024-01-16' as BusinessDate, slot: null}});
    const named = (await showCampaign(world.deps, one!))!.warnings.map((it) => 'theoryId' in it && it.theoryId);
    expect(named).to.deep.equal([`${one}.3`, `${one}.4`]);
  });

  it('warn of unequal losses, whichever run has told of them', async () => {
    const world = makeWorld({campaigns: 1, users: 100});
    await world.run({losses: 'tolerated'});
    for (const [table, rows] of world.tables)
      world.tables.set(table, rows.filter(({theoryId}) => theoryId !== 'SC00000001.2')); // biome-ignore format: short
    for (const [from, date] of [
      [200, '2024-01-16'],
      [400, '2024-01-17'],
    ] as const) {
      // biome-ignore format: short
      world.clock.advance(DAY_MS);
      world.source.users = syntheticUsers(5, from);
      await world.run({losses: 'tolerated'}, {next: {date: date as BusinessDate, slot: null}});
    }
    const {warnings} = (await showCampaign(world.deps, 'SC00000001' as TheoryId))!;
    expect(warnings.map(({kind}) => kind)).to.deep.equal(['losses_differ']);
  });
});
