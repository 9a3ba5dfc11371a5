import type {VNode} from 'preact';
import {renderToString} from 'preact-render-to-string';
import type {z} from 'zod';
import {type Formats, formatsOf} from '../../../application/words/formats.ts';
import type {Language} from '../../../application/words/language.ts';
import {type Speech, sayTo} from '../../../application/words/say-to.ts';
import type {HttpConfig, PageSettings} from '../config.ts';
import type {HttpServices} from '../http-services.ts';
import {type OwnAddress, ownAddress} from '../own-address.ts';
import {type AnyRoute, type Asked, type Reply, type RequiredAccess, route} from '../route.ts';
import type {Caller} from '../token-check.ts';
import {compress} from './compress.ts';
import {chooseLanguage} from './language.ts';
import {layout} from './layout.tsx';

/** What a page is made with, beside its data. */
export type PageContext = {
  readonly settings: PageSettings;
  readonly version: string;
  readonly language: Language;
  readonly words: Speech;
  readonly format: Formats;
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The path that was asked for, as routes have it. */
  readonly path: string;
  readonly own: OwnAddress;
  /** The query as it was sent, from its `?` on. */
  readonly search: string;
};

/** A page's own part: its title, and what stands between the navigation and the foot. */
export type Content = {readonly title: string; readonly main: VNode};

export type PageDefinition<Shape extends z.ZodRawShape> = {
  /** `post`: what a form of ours, without fields, asks for. */
  readonly method?: 'get' | 'post';
  readonly path: string;
  readonly access: Exclude<RequiredAccess, 'open'>;
  readonly name: string;
  readonly query: z.ZodObject<Shape>;
  readonly view: (
    services: HttpServices,
    asked: Asked<z.output<z.ZodObject<Shape>>>,
    context: PageContext,
  ) => Promise<Content>;
};

/** Everything from here; nothing inline, so that no text of a database can become a script or a style. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A page as a route that answers only those who ask for HTML. */
export function page<Shape extends z.ZodRawShape>(config: HttpConfig, definition: PageDefinition<Shape>): AnyRoute {
  const {method = 'get', path, access, name, query, view} = definition;
  return route({
    method,
    ...(method === 'post' ? {isForm: true as const} : {}),
    path,
    access,
    name,
    summary: 'A page',
    query,
    accepts: 'text/html',
    answers: {
      200: {what: 'The page', types: ['text/html']},
      303: {what: 'To where one signs in, for a browser without a session'},
    },
    handle: async (services, asked) => {
      const context = contextOf(config, asked);
      return replyWith(await view(services, asked, context), context, asked);
    },
  });
}

function contextOf(config: HttpConfig, {caller, header, path, search}: Asked<unknown>): PageContext {
  if (!caller) throw new Error('a page needs a caller');
  const {page: settings, version, now} = config;
  const language = chooseLanguage(header, settings.language);
  const format = formatsOf(language, settings.zone);
  return {
    settings,
    version,
    language,
    words: sayTo(language),
    format,
    caller,
    path,
    search,
    own: ownAddress(config),
    now: now(),
  };
}

async function replyWith(content: Content, context: PageContext, {header}: Asked<unknown>): Promise<Reply> {
  const html = `<!doctype html>${renderToString(layout(content, context))}`;
  const {body, headers} = await compress(Buffer.from(html), header('Accept-Encoding'));
  return {
    type: 'text/html; charset=utf-8',
    headers: {
      ...headers,
      'Content-Language': context.language,
      'Content-Security-Policy': PAGE_POLICY,
      Vary: 'Accept, Accept-Encoding, Accept-Language, Cookie, Authorization',
    },
    body,
  };
}
