import type {HttpConfig} from '../config.ts';
import {ownAddress} from '../own-address.ts';
import {NO_QUERY} from '../query.ts';
import type {AnyRoute} from '../route.ts';
import {ASSET_ROUTE} from './assets.ts';
import {auditRoutes} from './audit/audit-routes.ts';
import {campaignPages} from './campaigns/campaign-pages.ts';
import {checksRoutes} from './checks/checks-routes.ts';
import {dayRoutes} from './day/day-routes.ts';
import {daysBefore} from './days-before.ts';
import {historyRoutes} from './history/history-routes.ts';
import {languageRoute} from './language-route.ts';
import {page} from './page.ts';
import {previewRoutes} from './preview/preview-routes.ts';
import {runPages} from './run/run-routes.ts';
import {todayPage} from './today/today-page.tsx';

const NEXT_SHOWN = 4;

/** What a subject has asked for too often lately: it throws then. */
type Admit = (subject: string) => Promise<void>;

/** All pages, and what they are made of. They come before the routes for programs, whose paths some of them share. */
export function pageRoutes(config: HttpConfig, admitPreview: Admit, admitTest: Admit): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/',
      access: 'any',
      name: 'pageToday',
      query: NO_QUERY,
      view: async (services, _, context) => {
        const today = services.today();
        const [days, next, scheduler, parts] = await Promise.all([
          services.listDays(daysBefore(today, 13), today),
          services.nextRuns(NEXT_SHOWN),
          services.schedulerStatus(),
          services.readiness(),
        ]);
        return todayPage({days, next, scheduler, parts}, context);
      },
    }),
    ...historyRoutes(config),
    ...previewRoutes(config, admitPreview),
    ...dayRoutes(config),
    ...runPages(config),
    ...campaignPages(config),
    ...checksRoutes(config, admitTest),
    ...auditRoutes(config),
    ASSET_ROUTE,
    languageRoute(ownAddress(config)),
  ];
}
