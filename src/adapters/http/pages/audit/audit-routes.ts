import {z} from 'zod';
import {parseBusinessDate} from '../../../../domain/ids.ts';
import type {HttpConfig} from '../../config.ts';
import {Problem} from '../../problem.ts';
import type {AnyRoute} from '../../route.ts';
import {page} from '../page.ts';
import {auditPage} from './audit-page.tsx';

const MOST_SHOWN = 200;

/** What admins asked for, filtered by the browser's form, where an empty field asks for nothing. */
export function auditRoutes(config: HttpConfig): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/audit',
      access: 'admin',
      name: 'pageAudit',
      query: z.strictObject({since: z.iso.date().or(z.literal('')).default(''), who: z.string().max(100).default('')}),
      view: async (services, {query: {since, who}}, context) => {
        const date = since === '' ? null : parseBusinessDate(since);
        if (since !== '' && date === null) throw new Problem(400, {detail: 'since is not a date'});
        const found = (await services.listAudit(date)).filter((line) => line.who.includes(who));
        return auditPage({lines: found.slice(0, MOST_SHOWN), since, who}, context);
      },
    }),
  ];
}
