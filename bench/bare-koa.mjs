// The least that Koa can do for an answer of this size: one route, no token, no log. Says its port on stdout.
import {createServer} from 'node:http';
import {Router} from '@koa/router';
import Koa from 'koa';

const body = process.argv[2];
const router = new Router();
router.get('/scheduler/status', (context) => {
  context.type = 'application/json';
  context.body = body;
});
const app = new Koa().use(router.routes());
const server = createServer(app.callback()).listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({port: server.address().port})}\n`);
});
process.once('SIGTERM', () => process.exit());
