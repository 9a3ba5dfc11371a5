import type {HttpConfig} from '../../config.ts';
import {NO_QUERY} from '../../query.ts';
import type {AnyRoute} from '../../route.ts';
import {page} from '../page.ts';
import {checksPage} from './checks-page.tsx';

/** The checks, and the same page with a test of the connections on top. `admit` throws when a subject has tested too often. */
export function checksRoutes(config: HttpConfig, admit: (subject: string) => Promise<void>): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/checks',
      access: 'any',
      name: 'pageChecks',
      query: NO_QUERY,
      view: async (services, _, context) => checksPage(await services.checks(), context),
    }),
    // By this path, and not by that of the test for programs: signing in and the other language lead back to it.
    page(config, {
      method: 'post',
      path: '/checks',
      access: 'admin',
      name: 'pageConnectionTest',
      query: NO_QUERY,
      view: async (services, {caller}, context) => {
        await admit(caller?.subject ?? '');
        const [checks, tested] = await Promise.all([services.checks(), services.testConnections()]);
        return checksPage(checks, context, tested);
      },
    }),
  ];
}
