import type {CampaignHistory} from '../../../application/events/campaign-history.ts';
import {campaignIdOf, parseTheoryId} from '../../../domain/ids.ts';
import type {HttpServices} from '../http-services.ts';
import {Problem} from '../problem.ts';
import {NO_QUERY} from '../query.ts';
import {type AnyRoute, route} from '../route.ts';
import {campaignAnswer, campaignList} from '../schemas/campaigns.ts';

export const CAMPAIGN_ROUTES: readonly AnyRoute[] = [
  route({
    method: 'get',
    path: '/campaigns',
    access: 'any',
    name: 'listCampaigns',
    summary: 'The campaigns of the latest plan, with all the people they have by group',
    query: NO_QUERY,
    answers: {200: {what: 'The campaigns', schema: campaignList}},
    handle: async (services) => ({body: {success: true, campaigns: await services.listCampaigns()}}),
  }),
  route({
    method: 'get',
    path: '/campaigns/:id',
    access: 'any',
    name: 'showCampaign',
    summary: 'What an experiment has so far: by day and group, in the tables, and how alike its groups are',
    query: NO_QUERY,
    answers: {200: {what: 'The campaign', schema: campaignAnswer}},
    problems: [404],
    handle: async (services, {id}) => ({body: {success: true, campaign: await campaignOf(services, id)}}),
  }),
];

/** A campaign that some run has given people; throws the problem that there is none. */
export async function campaignOf(services: HttpServices, text: string): Promise<CampaignHistory> {
  const id = parseTheoryId(text);
  const campaign = id && campaignIdOf(id) === id ? await services.showCampaign(id) : null;
  if (campaign === null) throw new Problem(404, {detail: 'no run has given a campaign of this name anybody'});
  return campaign;
}
