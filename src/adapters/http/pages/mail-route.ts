import {promisify} from 'node:util';
import {gunzip} from 'node:zlib';
import {mailId} from '../../../application/ports/sent-mails.ts';
import {Problem} from '../problem.ts';
import {NO_QUERY} from '../query.ts';
import {type AnyRoute, route} from '../route.ts';
import {compress} from './compress.ts';

const unzip = promisify(gunzip);

/** A mail has its looks inline, and may do nothing: no script, no form, no word to anybody. Our own pages may frame it. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

type Told = {
  /** Of what the mails tell of, with its `:id`. */
  readonly path: string;
  readonly name: string;
  /** The stream that tells of them; null for an id that is none. */
  readonly stream: (id: string) => string | null;
};

/** A mail as it was sent. */
export function mailRoute({path, name, stream}: Told): AnyRoute {
  return route({
    method: 'get',
    path: `${path}/mails/:mail`,
    access: 'any',
    name,
    summary: 'A mail as it was sent',
    query: NO_QUERY,
    answers: {200: {what: 'The mail', types: ['text/html']}},
    problems: [404],
    handle: async (services, {id, part, header}) => {
      const told = stream(id);
      const mail = told && (await services.sentMail(mailId(told, part)));
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
