import {randomUUID} from 'node:crypto';
import {Router} from '@koa/router';
import Koa, {type Context, type Middleware} from 'koa';
import {z} from 'zod';
import {asFailure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';
import {type Audit, auditor} from './audit-line.ts';
import {readForm, readJson} from './body.ts';
import type {HttpConfig} from './config.ts';
import type {HttpServices} from './http-services.ts';
import type {Metrics} from './metrics.ts';
import {requireOneHost} from './one-host.ts';
import {type OwnAddress, ownAddress} from './own-address.ts';
import {errorPage} from './pages/error-page.tsx';
import {type Known, peerOf} from './peer.ts';
import {asProblem, Problem, problemDocument} from './problem.ts';
import {checked} from './query.ts';
import {rememberMatches} from './remember-matches.ts';
import {requestLines} from './request-lines.ts';
import type {AnyRoute, Asked, Reply} from './route.ts';
import {securityHeaders} from './security-headers.ts';
import type {Authenticate} from './session/authenticate.ts';
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

/** Request id, log line, time, and errors as problems. */
function accountFor({config, metrics}: AppParts): Middleware {
  const say = requestLines(config.log, config.now);
  const findPeer = peerOf(config);
  const [setHeaders, setHttpsHeaders] = [securityHeaders(false), securityHeaders(true)];
  return async (context, next) => {
    const began = performance.now();
    const peer = findPeer(context.req);
    const known: Known = {requestId: randomUUID(), route: '(none)', who: undefined, peer};
    context.state = known;
    (peer.isHttps ? setHttpsHeaders : setHeaders)(context.res);
    context.res.setHeader('X-Request-Id', known.requestId);
    let fault: object | null = null;
    try {
      requireOneHost(context.req);
      await next();
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status >= 500) fault = describeFault(problem, error);
      answerProblem(context, problem, known.requestId, config);
    }
    // A body that nobody read would be taken in without end.
    if (!context.req.complete) context.res.once('finish', () => context.req.socket.destroySoon());
    const [method, status] = [context.req.method ?? '', context.res.statusCode];
    const ms = performance.now() - began;
    metrics.observe({method, route: known.route, status, seconds: ms / 1000});
    const {requestId: request_id, route, who} = known;
    const line = {request_id, method, route, status, ms: Math.round(ms * 10) / 10, from: peer.address, who};
    say(fault ? {...line, ...fault} : line);
  };
}

/** People get a page, programs the document. */
function answerProblem(context: Context, problem: Problem, requestId: string, config: HttpConfig): void {
  const {status, headers} = problem;
  context.set(headers);
  if (context.get('Accept').includes('text/html')) {
    return send(context, errorPage(config, {header: (name) => context.get(name), requestId}, problem));
  }
  const type = 'application/problem+json; charset=utf-8';
  send(context, {status, type, body: JSON.stringify(problemDocument(problem, requestId))});
}

/** For the log only. */
function describeFault({cause}: Problem, error: unknown): object {
  const source = cause ?? error;
  const {kind, message, advice} = asFailure(source);
  const stack = kind === 'unexpected' && source instanceof Error ? {stack: scrub(source.stack ?? '')} : {};
  return {kind, fault: scrub(message), advice, ...stack};
}

function handler(route: AnyRoute, parts: AppParts, audit: Audit): Middleware {
  const {services, config} = parts;
  const own = ownAddress(config);
  return async (context, next) => {
    if (route.accepts && !context.get('Accept').includes(route.accepts)) return next();
    const known = context.state as Known;
    known.route = route.path;
    const asking = await identify(route, parts, context);
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

function send(context: Context, reply: Reply): void {
  // Koa answers 200 to whatever has a body; each of its setters costs as much as a header.
  if (reply.status !== undefined) context.status = reply.status;
  if (reply.headers) context.set(reply.headers);
  context.res.setHeader('Content-Type', contentType(reply.type ?? 'application/json'));
  const {body} = reply;
  context.body = reply.type === undefined && body !== null ? JSON.stringify(body) : body;
}

/** Who asks; a person whom nobody knows is asked to sign in, a program that came with a token of its own is not. */
async function identify(route: AnyRoute, {authenticate}: AppParts, {req, state}: Context) {
  if (route.access === 'open') return null;
  const isPage = route.accepts !== undefined;
  try {
    return await authenticate(req, (state as Known).peer, isPage);
  } catch (error) {
    const isAsked = isPage && req.headers.authorization === undefined;
    if (isAsked && error instanceof Problem && error.status === 401) return 'sign in';
    throw error;
  }
}

function askToSignIn(context: Context, own: OwnAddress): void {
  context.redirect(own(`/sign-in?to=${encodeURIComponent(context.url.slice(0, 500))}`));
  context.status = 303;
}

function contentType(type: string): string {
  return type === 'application/json' ? 'application/json; charset=utf-8' : type;
}

/** Unknown paths, and known ones asked in a way they are not for. */
function nothingHere(router: Router): Middleware {
  return (context) => {
    const methods = new Set(router.match(context.path, context.method).path.flatMap((layer) => layer.methods));
    if (methods.size === 0) return withoutSlash(router, context);
    const headers = {Allow: [...methods].sort().join(', ')};
    if (context.method !== 'OPTIONS') throw new Problem(405, {headers});
    context.set(headers);
    context.status = 204;
  };
}

/** People and proxies add a slash at the end. The way to the same path without it holds below any PUBLIC_URL. */
function withoutSlash(router: Router, context: Context): void {
  const path = context.path.replace(/\/$/, '');
  if (path === context.path || !router.match(path, context.method).route) throw new Problem(404);
  context.set('Location', `../${path.split('/').at(-1)}${context.search}`);
  context.status = 308;
}
