import {Problem} from '../problem.ts';
import {NO_QUERY} from '../query.ts';
import {type AnyRoute, route} from '../route.ts';
import {alive, connections, ready} from '../schemas/service.ts';

/** `admit` throws when a subject has asked too often. */
export function healthRoutes(admit: (subject: string) => Promise<void>): readonly AnyRoute[] {
  return [connectionTest(admit), ...HEALTH_ROUTES];
}

function connectionTest(admit: (subject: string) => Promise<void>): AnyRoute {
  return route({
    method: 'post',
    path: '/databases/test-all-connections',
    access: 'any',
    name: 'testConnections',
    summary: 'Asks both databases and the state store now',
    query: NO_QUERY,
    answers: {200: {what: 'Who answered', schema: connections}},
    problems: [429],
    handle: async (services, {caller}) => {
      await admit(caller?.subject ?? '');
      const databases = await services.testConnections();
      return {body: {success: Object.values(databases).every(({connected}) => connected), databases}};
    },
  });
}

const HEALTH_ROUTES: readonly AnyRoute[] = [
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
