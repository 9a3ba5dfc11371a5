import {z} from 'zod';
import {parseBusinessDate} from '../../../domain/ids.ts';
import {Problem} from '../problem.ts';
import {integer} from '../query.ts';
import {type AnyRoute, route} from '../route.ts';
import {auditList} from '../schemas/service.ts';

export const AUDIT_ROUTES: readonly AnyRoute[] = [
  route({
    method: 'get',
    path: '/audit',
    access: 'admin',
    name: 'listAudit',
    summary: 'What admins asked for, newest first; asking for it is recorded too',
    query: z.strictObject({
      since: z.iso.date().optional().describe('Only from that day on'),
      limit: integer(1, 1000, 100).describe('Most actions'),
    }),
    answers: {200: {what: 'The actions', schema: auditList}},
    handle: async (services, {query: {since, limit}}) => {
      const date = since === undefined ? null : parseBusinessDate(since);
      if (since !== undefined && date === null) throw new Problem(400, {detail: 'since is not a date'});
      return {body: {success: true, actions: (await services.listAudit(date)).slice(0, limit)}};
    },
  }),
];
