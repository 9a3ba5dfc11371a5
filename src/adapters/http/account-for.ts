import {randomUUID} from 'node:crypto';
import type {Context, Middleware} from 'koa';
import {asFailure} from '../../application/failure.ts';
import {scrub} from '../../domain/scrub.ts';
import type {HttpConfig} from './config.ts';
import type {Metrics} from './metrics.ts';
import {requireOneHost} from './one-host.ts';
import {errorPage} from './pages/error-page.tsx';
import {type Known, peerOf} from './peer.ts';
import {asProblem, type Problem, problemDocument} from './problem.ts';
import {requestLines} from './request-lines.ts';
import {securityHeaders} from './security-headers.ts';
import {send} from './send.ts';

type Parts = {readonly config: HttpConfig; readonly metrics: Metrics};

/** Request id, log line, time, and errors as problems. */
export function accountFor({config, metrics}: Parts): Middleware {
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
