import type {Router} from '@koa/router';
import type {Context, Middleware} from 'koa';
import {Problem} from './problem.ts';

/** Unknown paths, and known ones asked in a way they are not for. */
export function nothingHere(router: Router): Middleware {
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
