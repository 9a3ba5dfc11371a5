import type {HttpConfig} from './config.ts';
import {limiter} from './guard.ts';
import type {Metrics} from './metrics.ts';
import {openApi} from './openapi.ts';
import {ownAddress} from './own-address.ts';
import {pageRoutes} from './pages/page-routes.ts';
import {NO_QUERY} from './query.ts';
import {type AnyRoute, route} from './route.ts';
import {AUDIT_ROUTES} from './routes/audit-routes.ts';
import {CAMPAIGN_ROUTES} from './routes/campaign-routes.ts';
import {distributionRoutes} from './routes/distribution-routes.ts';
import {docsRoutes} from './routes/docs-routes.ts';
import {healthRoutes} from './routes/health-routes.ts';
import {runRoutes} from './routes/run-routes.ts';
import {SCHEDULER_ROUTES} from './routes/scheduler-routes.ts';

type Parts = {readonly config: HttpConfig; readonly metrics: Metrics; readonly closing: AbortSignal};

/** All that is served, its own description included, in which mere redirections of pages have no place. */
export function allRoutes({config, metrics, closing}: Parts): readonly AnyRoute[] {
  const manualRuns = limiter(6, 'manual runs');
  const previews = limiter(12, 'previews of one subject');
  const tests = limiter(12, 'connection tests of one subject');
  const routes: AnyRoute[] = [
    ...SCHEDULER_ROUTES,
    ...distributionRoutes(() => manualRuns('all'), previews, ownAddress(config)),
    ...AUDIT_ROUTES,
    ...CAMPAIGN_ROUTES,
    ...runRoutes({closing, now: config.now, open: new Map()}),
    ...healthRoutes(tests),
    ...(config.metrics === 'off' ? [] : [metricsRoute(metrics, config.metrics)]),
    ...docsRoutes(() => document, config.docs),
  ];
  const pages = pageRoutes(config, previews, tests);
  const document = JSON.stringify(openApi([...routes, ...pages.filter(({answers}) => answers[200])], config));
  return [...pages, ...routes];
}

function metricsRoute(metrics: Metrics, who: 'open' | 'token'): AnyRoute {
  return route({
    method: 'get',
    path: '/metrics',
    access: who === 'open' ? 'open' : 'any',
    name: 'getMetrics',
    summary: 'Figures for Prometheus',
    query: NO_QUERY,
    answers: {200: {what: 'Prometheus text', types: ['text/plain']}},
    handle: async () => ({type: metrics.contentType, body: await metrics.text()}),
  });
}
