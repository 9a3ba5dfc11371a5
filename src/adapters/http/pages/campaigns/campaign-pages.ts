import type {HttpConfig} from '../../config.ts';
import {NO_QUERY} from '../../query.ts';
import type {AnyRoute} from '../../route.ts';
import {campaignOf} from '../../routes/campaign-routes.ts';
import {page} from '../page.ts';
import {campaignPage} from './campaign-page.tsx';
import {campaignsPage} from './campaigns-page.tsx';

/** The campaigns, and each of them, as pages. */
export function campaignPages(config: HttpConfig): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/campaigns',
      access: 'any',
      name: 'pageCampaigns',
      query: NO_QUERY,
      view: async (services, _, context) => campaignsPage(await services.listCampaigns(), context),
    }),
    page(config, {
      path: '/campaigns/:id',
      access: 'any',
      name: 'pageCampaign',
      query: NO_QUERY,
      view: async (services, {id}, context) => campaignPage(await campaignOf(services, id), context),
    }),
  ];
}
