import {z} from 'zod';
import {isLanguage} from '../../../application/words/language.ts';
import type {OwnAddress} from '../own-address.ts';
import {Problem} from '../problem.ts';
import {ownPath} from '../query.ts';
import {type AnyRoute, route} from '../route.ts';
import {LANGUAGE_COOKIE} from './language.ts';

const YEAR_S = 31_536_000;

/** Keeps a person's choice of language and goes back to a page of ours. */
export const languageRoute = (own: OwnAddress): AnyRoute =>
  route({
    method: 'get',
    path: '/language/:language',
    access: 'open',
    name: 'chooseLanguage',
    summary: 'Keeps the language of the pages in a cookie',
    query: z.strictObject({to: ownPath}),
    answers: {303: {what: 'Back to the page'}},
    problems: [404],
    handle: async (_, {id, query: {to}}) => {
      if (!isLanguage(id)) throw new Problem(404);
      const cookie = `${LANGUAGE_COOKIE}=${id}; Path=${own('/')}; Max-Age=${YEAR_S}; SameSite=Lax; HttpOnly`;
      return {status: 303, headers: {Location: own(to), 'Set-Cookie': cookie}, body: null};
    },
  });
