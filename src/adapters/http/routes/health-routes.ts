import {Problem} from '../problem.ts';
import {NO_QUERY} from '../query.ts';
import {type AnyRoute, route} from '../route.ts';
import {alive, connections, ready} from '../schemas.ts';

export const HEALTH_ROUTES: readonly AnyRoute[] = [
  route({
    method: 'post',
    path: '/databases/test-all-connections',
    access: 'any',
    name: 'testConnections',
    summary: 'Asks both databases and the state store now',
    query: NO_QUERY,
    answers: {200: {what: 'Who answered', schema: connections}},
    handle: async (services) => {
      const databases = await services.testConnections();
      return {body: {success: Object.values(databases).every(({connected}) => connected), databases}};
    },
  }),
  route({
    method: 'get',
    path: '/livez',
    access: 'open',
    name: 'getLiveness',
    summary: 'That the process answers',
    query: NO_QUERY,
    answers: {200: {what: 'It does', schema: alive}},
    handle: async () => ({body: {status: 'alive'}}),
  }),
  route({
    method: 'get',
    path: '/readyz',
    access: 'open',
    name: 'getReadiness',
    summary: 'Whether databases, state store and scheduler answer; the problem names those that do not',
    query: NO_QUERY,
    answers: {200: {what: 'All answer', schema: ready}},
    problems: [503],
    handle: async (services) => {
      const states = Object.entries(await services.readiness());
      const parts = Object.fromEntries(states.map(([name, {connected}]) => [name, connected ? 'ok' : 'away']));
      const away = states.filter(([, {connected}]) => !connected).map(([name]) => name);
      if (away.length > 0) throw new Problem(503, {detail: `not ready: ${away.join(', ')}`, members: {parts}});
      return {body: {status: 'ready', parts}};
    },
  }),
];
