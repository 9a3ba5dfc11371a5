import {expect} from 'chai';
import {campaignPage} from '../../../../src/adapters/http/pages/campaigns/campaign-page.tsx';
import type {CampaignHistory} from '../../../../src/application/events/campaign-history.ts';
import {balanceOf} from '../../../../src/domain/balance.ts';
import type {TheoryId} from '../../../../src/domain/ids.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {pageContext, textOf} from '../../../support/page-context.ts';

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
    const balance = balanceOf(['F', 'M'], [[5, 1, 3, 3, 3], [1, 5, 3, 3, 3]])!; // biome-ignore format: one table
    const odd: CampaignHistory = {
      ...campaign,
      theory_name: '<i>x</i>',
      days_without: 3,
      differences: [{table: 'SC_local_target', theoryId, expected: 10, found: 8}],
      balance,
    };
    const said = textOf(campaignPage(odd, pageContext('en')).main);
    expect(said).to.include('8 rows in SC_local_target where all runs make 10').and.to.include('3 days');
    expect(said).to.include('Balance of the groups').and.to.include('A, B');
    expect(textOf(campaignPage(odd, pageContext('ru')).main)).to.include('Равновесие групп');
  });
});
