import type {Router} from '@koa/router';
import type {AnyRoute} from './route.ts';

const METHODS = ['GET', 'HEAD', 'POST'];

/**
 * What a path leads to never changes: those without parameters are looked for among all routes once, not with every
 * request, which takes a tenth of a small answer's time. No other path is kept, so that nobody can fill the memory.
 */
export function rememberMatches(router: Router, routes: readonly Pick<AnyRoute, 'path'>[]): void {
  const paths = new Set(routes.map(({path}) => path));
  const match = router.match.bind(router);
  const known = new Map<string, ReturnType<Router['match']>>();
  router.match = (path, method) => {
    const key = `${method} ${path}`;
    const found = known.get(key) ?? match(path, method);
    if (paths.has(path) && METHODS.includes(method)) known.set(key, found);
    return found;
  };
}
