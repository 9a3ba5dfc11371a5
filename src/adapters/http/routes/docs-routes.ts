import {readFile} from 'node:fs/promises';
import {Problem} from '../problem.ts';
import {NO_QUERY} from '../query.ts';
import {type AnyRoute, type Reply, route} from '../route.ts';

/** Copied by the build; as far from here in `src` as in `dist`. */
const RENDERER = new URL('../../../../dist/swagger-ui/', import.meta.url);

/** Scripts and styles from here alone. The renderer sets style attributes. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** No validator: it would be told of this document by an address on the internet. */
const START = `window.ui = SwaggerUIBundle({
  url: 'openapi.json', dom_id: '#ui', validatorUrl: null, deepLinking: true, persistAuthorization: false
});
`;

const DOCS_PAGE = page(
  '<link rel="stylesheet" href="docs/swagger-ui.css">',
  '<div id="ui"></div><script src="docs/swagger-ui-bundle.js"></script><script src="docs/start.js"></script>',
);

const HOME_PAGE = page(
  '',
  '<h1>softcollection</h1><p>Hands each morning’s new debtors, evenly and at random, to campaigns and groups A–E.</p>' +
    '<p><a href="docs">What it can be asked</a> · <a href="openapi.json">openapi.json</a></p>',
);

const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'start.js': 'text/javascript',
};

const HOME = open('/', 'getHome', 'A plain page that links to the documentation', ['text/html'], async () =>
  html(HOME_PAGE),
);

/** `document` is the OpenAPI text. */
export function docsRoutes(document: () => string, who: 'open' | 'token' | 'off'): readonly AnyRoute[] {
  const described = who === 'off' ? [] : description(document);
  return [HOME, ...described.map((it) => (who === 'token' ? {...it, access: 'any' as const} : it))];
}

function description(document: () => string): readonly AnyRoute[] {
  return [
    open('/openapi.json', 'getOpenApi', 'This description', ['application/json'], async () => ({
      type: 'application/json; charset=utf-8',
      body: document(),
    })),
    open('/docs', 'getDocs', 'This description, to read and to try', ['text/html'], async () => html(DOCS_PAGE)),
    open('/docs/:file', 'getDocsFile', 'What /docs is made of', ['text/css', 'text/javascript'], async (name) => {
      const type = Object.hasOwn(FILES, name) ? FILES[name]! : null;
      if (type === null) throw new Problem(404);
      const body = name === 'start.js' ? START : await readFile(new URL(name, RENDERER));
      return {type: `${type}; charset=utf-8`, headers: {'Cache-Control': 'public, max-age=3600'}, body};
    }),
  ];
}

function open(
  path: string,
  name: string,
  summary: string,
  types: readonly string[],
  answer: (file: string) => Promise<Reply>,
): AnyRoute {
  const answers = {200: {what: summary, types}};
  const problems = path.includes(':') ? [404] : [];
  const rest = {path, name, summary, answers, problems, query: NO_QUERY};
  return route({...rest, method: 'get', access: 'open', handle: (_, {id}) => answer(id)});
}

function html(text: string): Reply {
  return {type: 'text/html; charset=utf-8', headers: {'Content-Security-Policy': POLICY}, body: text};
}

function page(head: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>softcollection</title>${head}</head><body>${body}</body></html>`;
}
