import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import {parseRunId} from '../../../../domain/ids.ts';
import {Problem} from '../../problem.ts';
import {NO_QUERY} from '../../query.ts';
import {type AnyRoute, route} from '../../route.ts';
import {compress} from '../compress.ts';

const unzip = promisify(gunzip);

/** A mail has its looks inline, and may do nothing: no script, no form, no word to anybody. Our own pages may frame it. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** A mail of a run as it was sent. */
export function mailRoute(): AnyRoute {
  return route({
    method: 'get',
    path: '/runs/:id/mails/:mail',
    access: 'any',
    name: 'getRunMail',
    summary: 'A mail as it was sent',
    query: NO_QUERY,
    answers: {200: {what: 'The mail', types: ['text/html']}},
    problems: [404],
    handle: async (services, {id, part, header}) => {
      const run = parseRunId(id);
      const mail = run && (await services.sentMail(`${run}.${part}`));
      if (!mail) throw new Problem(404, {detail: 'no such mail was kept'});
      const {body, headers} = await compress(await unzip(mail.html), header('Accept-Encoding'));
      return {
        type: 'text/html; charset=utf-8',
        headers: {
          ...headers,
          'Content-Security-Policy': MAIL_POLICY,
          'X-Frame-Options': 'SAMEORIGIN',
          Vary: 'Accept-Encoding, Cookie, Authorization',
        },
        body,
      };
    },
  });
}
