import type {HttpConfig} from './config.ts';
import {limiter} from './guard.ts';
import type {Metrics} from './metrics.ts';
import {openApi} from './openapi.ts';
import {NO_QUERY} from './query.ts';
import {type AnyRoute, route} from './route.ts';
import {AUDIT_ROUTES} from './routes/audit-routes.ts';
import {distributionRoutes} from './routes/distribution-routes.ts';
import {docsRoutes} from './routes/docs-routes.ts';
import {HEALTH_ROUTES} from './routes/health-routes.ts';
import {runRoutes} from './routes/run-routes.ts';
import {SCHEDULER_ROUTES} from './routes/scheduler-routes.ts';

type Parts = {readonly config: HttpConfig; readonly metrics: Metrics; readonly closing: AbortSignal};

/** All that is served, its own description included. */
export function allRoutes({config, metrics, closing}: Parts): readonly AnyRoute[] {
  const manualRuns = limiter(6, 'manual runs');
  const routes: AnyRoute[] = [
    ...SCHEDULER_ROUTES,
    ...distributionRoutes(() => manualRuns('all')),
    ...AUDIT_ROUTES,
    ...runRoutes({closing, now: config.now, open: new Map()}),
    ...HEALTH_ROUTES,
    ...(config.metrics === 'off' ? [] : [metricsRoute(metrics, config.metrics)]),
    ...docsRoutes(() => document),
  ];
  const document = JSON.stringify(openApi(routes, config));
  return routes;
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
    problems: [503],
    handle: async () => ({type: metrics.contentType, body: await metrics.text()}),
  });
}
