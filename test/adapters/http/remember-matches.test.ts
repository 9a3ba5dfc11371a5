import {Router} from '@koa/router';
import {expect} from 'chai';
import {rememberMatches} from '../../../src/adapters/http/remember-matches.ts';

describe('matches of routes', () => {
  const PATHS = ['/runs', '/runs/:id', '/audit'].map((path) => ({path}));
  const make = () => {
    const router = new Router({strict: true});
    for (const {path} of PATHS) router.get(path, () => {});
    router.post('/audit', () => {});
    return router;
  };

  it('are the same when they are remembered, by path and method', () => {
    const [plain, remembering] = [make(), make()];
    rememberMatches(remembering, PATHS);
    const said = (router: Router, path: string, method: string) => {
      const {path: layers, pathAndMethod, route} = router.match(path, method);
      return {layers: layers.map((it) => it.path), methods: pathAndMethod.map((it) => it.methods), route};
    };
    for (const path of ['/runs', '/runs/', '/runs/a', '/runs/b', '/runs/:id', '/audit', '/nothing']) {
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'GET']) {
        expect(said(remembering, path, method), `${method} ${path}`).to.deep.equal(said(plain, path, method));
      }
    }
  });

  it('are looked for once, and only for paths of ours: nobody can fill the memory', () => {
    const router = make();
    const looked: string[] = [];
    const match = router.match.bind(router);
    router.match = (path, method) => {
      looked.push(path);
      return match(path, method);
    };
    rememberMatches(router, PATHS);
    for (const path of ['/runs', '/runs', '/runs/a', '/runs/a', '/audit', '/audit']) router.match(path, 'GET');
    expect(looked).to.deep.equal(['/runs', '/runs/a', '/runs/a', '/audit']);
  });
});
