import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {z} from 'zod';
import {Problem} from '../problem.ts';
import {type AnyRoute, type Asked, type Reply, route} from '../route.ts';
import {compress} from './compress.ts';

/** Served as they are written; the build copies them. */
const FILES = {'island.js': 'text/javascript', 'style.css': 'text/css', 'icon.svg': 'image/svg+xml'} as const;
type Name = keyof typeof FILES;

const CONTENTS = new Map(
  Object.keys(FILES).map((name) => {
    const body = readFileSync(new URL(`./assets/${name}`, import.meta.url));
    return [name, {body, hash: createHash('sha256').update(body).digest('base64url').slice(0, 12)}];
  }),
);

/** The path of a file, which changes with what is in it. */
export function assetPath(name: Name): string {
  return `/assets/${name}?v=${CONTENTS.get(name)?.hash}`;
}

export const ASSET_ROUTE: AnyRoute = route({
  method: 'get',
  path: '/assets/:file',
  access: 'open',
  name: 'getAsset',
  summary: 'What pages are made of',
  query: z.strictObject({v: z.string().max(20).optional()}),
  answers: {200: {what: 'The file', types: Object.values(FILES)}, 304: {what: 'It has not changed'}},
  problems: [404],
  handle: async (_, asked) => assetReply(asked),
});

async function assetReply({id, query, header}: Asked<{v?: string | undefined}>): Promise<Reply> {
  const file = CONTENTS.get(id);
  if (!file || !isName(id)) throw new Problem(404);
  const tag = `"${file.hash}"`;
  const isNamed = query.v === file.hash;
  const headers = {
    'Cache-Control': isNamed ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: tag,
    Vary: 'Accept-Encoding',
  };
  if (header('If-None-Match') === tag) return {status: 304, headers, body: null};
  const sent = await compress(file.body, header('Accept-Encoding'));
  return {type: `${FILES[id]}; charset=utf-8`, headers: {...headers, ...sent.headers}, body: sent.body};
}

function isName(name: string): name is Name {
  return Object.hasOwn(FILES, name);
}
