import {Router} from '@koa/router';
import Koa, {type Context, type Middleware} from 'koa';
import {z} from 'zod';
import {asFailure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';
import {accountFor} from './account-for.ts';
import {type Audit, auditor} from './audit-line.ts';
import {readForm, readJson} from './body.ts';
import type {HttpConfig} from './config.ts';
import type {HttpServices} from './http-services.ts';
import type {Metrics} from './metrics.ts';
import {nothingHere} from './nothing-here.ts';
import {ownAddress} from './own-address.ts';
import type {Known} from './peer.ts';
import {checked} from './query.ts';
import {rememberMatches} from './remember-matches.ts';
import type {AnyRoute, Asked} from './route.ts';
import {send} from './send.ts';
import type {Authenticate} from './session/authenticate.ts';
import {askToSignIn, identify} from './session/identify.ts';
import {requireSameOrigin} from './session/same-origin.ts';
import type {Caller} from './token-check.ts';

export type AppParts = {
  readonly services: HttpServices;
  readonly config: HttpConfig;
  readonly authenticate: Authenticate;
  readonly metrics: Metrics;
  readonly routes: readonly AnyRoute[];
};

const NO_BODY = z.strictObject({});

export function createApp(parts: AppParts): Koa {
  const app = new Koa();
  const audit = auditor(parts.services, parts.config.log);
  const router = new Router({strict: true});
  for (const route of parts.routes) router[route.method](route.path, handler(route, parts, audit));
  rememberMatches(router, parts.routes);
  app.use(accountFor(parts));
  app.use(router.routes());
  app.use(nothingHere(router));
  // What breaks while an answer is under way: the caller went, most often.
  app.on('error', (error: unknown) => parts.config.log.debug({}, scrub(asFailure(error).message)));
  return app;
}

function handler(route: AnyRoute, parts: AppParts, audit: Audit): Middleware {
  const {services, config, authenticate} = parts;
  const own = ownAddress(config);
  return async (context, next) => {
    if (route.accepts && !context.get('Accept').includes(route.accepts)) return next();
    const known = context.state as Known;
    known.route = route.path;
    const asking = await identify(route, authenticate, context);
    if (asking === 'sign in') return askToSignIn(context, own);
    const caller = asking?.caller ?? null;
    if (asking?.setCookie) context.set('Set-Cookie', asking.setCookie);
    if (route.isForm) requireSameOrigin(context.req.headers, known.peer, config.publicUrl);
    known.who = caller?.subject;
    const answer = async () => route.handle(services, await askedOf(route, context, caller));
    const isAudited = route.access === 'admin' || (route.showsAdmins !== undefined && caller?.isAdmin === true);
    send(context, caller && isAudited ? await audit(context, caller, answer) : await answer());
  };
}

/** The request in the route's own terms; throws a Problem for what it does not take. */
async function askedOf(route: AnyRoute, context: Context, caller: Caller | null): Promise<Asked<never, never>> {
  const {peer, requestId} = context.state as Known;
  const query = checked(route.query, context.querystring === '' ? {} : {...context.query}, 'parameter');
  const read = route.isForm ? readForm : readJson;
  const body = route.method === 'post' ? checked(route.body ?? NO_BODY, await read(context.req), 'key') : {};
  const [id = '', part = ''] = Object.values(context.params as object).map(String);
  return {
    query: query as never,
    path: context.path,
    body: body as never,
    id,
    part,
    caller,
    requestId,
    ...peer,
    search: context.search,
    isHead: context.method === 'HEAD',
    header: (name) => context.get(name),
  };
}
