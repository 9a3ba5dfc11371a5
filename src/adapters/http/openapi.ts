import {STATUS_CODES} from 'node:http';
import {z} from 'zod';
import type {HttpConfig} from './config.ts';
import type {AnswerShape, AnyRoute} from './route.ts';
import {SCHEMAS} from './schemas/registry.ts';
import {problem} from './schemas/service.ts';

type Json = Readonly<Record<string, unknown>>;

const INTRODUCTION =
  'Each morning new debtors are handed, evenly and at random, to the running campaigns and their groups A–E: ' +
  'watch it, preview it, trigger it. Errors are problems (RFC 9457) with a `request_id` that the log has too.';

/** The OpenAPI 3.1 document of these routes, those for programs before the pages of the same paths, from the schemas that check requests and that answers keep to. */
export function openApi(routes: readonly AnyRoute[], {publicUrl, version}: Pick<HttpConfig, 'publicUrl' | 'version'>) {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const known = paths[path]?.[route.method];
    paths[path] = {...paths[path], [route.method]: known ? alsoAsPage(known, route) : operation(route)};
  }
  return {
    openapi: '3.1.0',
    info: {title: 'softcollection', version, description: INTRODUCTION},
    servers: [{url: publicUrl ?? '/'}],
    security: [{bearer: []}, {session: []}],
    tags: TAGS.map(([name, description]) => ({name, description})),
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Any valid token may look; `admin` in `permissions` (or as `role`) may change things.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'softcollection',
          description: 'What signing in at `/sign-in` sets; by https its name is `__Host-softcollection`.',
        },
      },
    },
  };
}

const TAGS = [
  ['scheduler', 'The daily job'],
  ['distribution', 'What a run would do, and what runs have done'],
  ['runs', 'History and live progress'],
  ['service', 'Health, figures, this description'],
  ['pages', 'For people: for who asks for `text/html`, in Russian or English'],
] as const;

function tagOf(path: string): string {
  if (/^\/scheduler\/(status|next-runs|start|stop)$/.test(path)) return 'scheduler';
  if (/^\/(history|preview|checks|assets|language|sign-)/.test(path)) return 'pages';
  if (/^\/(runs|days|stream)/.test(path)) return 'runs';
  return /^\/(scheduler|daily-distribution)\//.test(path) ? 'distribution' : 'service';
}

function operation(route: AnyRoute): Json {
  const {name, summary, access, path, answers} = route;
  const responses = Object.entries(answers).map(([status, shape]) => [status, response(shape)]);
  const problems = problemsOf(route).map((status) => [String(status), problemResponse(status)]);
  return {
    operationId: name,
    summary,
    tags: [tagOf(path)],
    ...(access === 'open' ? {security: []} : {}),
    ...(access === 'admin' ? {description: 'Admins only.'} : {}),
    parameters: [...pathParameters(path), ...queryParameters(route.query), ...headerParameters(answers)],
    ...(route.body ? {requestBody: {content: {'application/json': {schema: plainSchema(route.body)}}}} : {}),
    responses: Object.fromEntries([...responses, ...problems]),
  };
}

/** What programs get from this path, and people as a page. */
function alsoAsPage(known: Json, {query}: AnyRoute): Json {
  const responses = known.responses as Readonly<Record<string, Json>>;
  const parameters = known.parameters as readonly Json[];
  const names = new Set(parameters.map(({name}) => name));
  return {
    ...known,
    parameters: [...parameters, ...queryParameters(query).filter(({name}) => !names.has(name))],
    responses: {...responses, 200: {...responses[200], content: {...(responses[200]?.content as Json), ...AS_PAGE}}},
  };
}

const AS_PAGE = {'text/html': {schema: {type: 'string'}}};

function problemsOf({access, method, problems = []}: AnyRoute): number[] {
  const guarded = access === 'open' ? [] : [401, 429];
  const always = [400, ...guarded, ...(access === 'admin' ? [403] : []), ...(method === 'post' ? [408, 413, 415] : [])];
  return [...new Set([...always, ...problems, 500, ...(access === 'open' ? [] : [503])])].sort((a, b) => a - b);
}

function response({what, schema, types = [], headers = []}: AnswerShape): Json {
  if (schema) {
    return {description: what, ...headersOf(headers), content: {'application/json': {schema: reference(schema)}}};
  }
  if (types.length === 0) return {description: what};
  return {
    description: what,
    content: Object.fromEntries(
      types.map((type) => [type, {schema: {type: type === 'application/json' ? 'object' : 'string'}}]),
    ),
  };
}

function problemResponse(status: number): Json {
  const content = {'application/problem+json': {schema: reference(problem)}, ...AS_PAGE};
  return {description: STATUS_CODES[status]!, ...headersOf(PROBLEM_HEADERS[status] ?? []), content};
}

const PROBLEM_HEADERS: Readonly<Record<number, readonly string[]>> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};
const HEADERS: Readonly<Record<string, string>> = {
  Location: 'Where the run can be read',
  'Retry-After': 'Seconds',
  'WWW-Authenticate': 'Bearer',
};

function headersOf(names: readonly string[]): Json {
  if (names.length === 0) return {};
  return {
    headers: Object.fromEntries(names.map((name) => [name, {description: HEADERS[name], schema: {type: 'string'}}])),
  };
}

/** A stream of events goes on after the last one that is known. */
function headerParameters(answers: AnyRoute['answers']): Json[] {
  if (!answers[200]?.types?.includes('text/event-stream')) return [];
  const description = 'Goes on after this event';
  return [{name: 'Last-Event-ID', in: 'header', required: false, description, schema: {type: 'string'}}];
}

function reference(schema: z.ZodType): Json {
  if (schema instanceof z.ZodUnion) return {anyOf: schema.options.map((option) => reference(option as z.ZodType))};
  const id = SCHEMAS.get(schema)?.id;
  if (id === undefined) throw new Error('a schema of an answer has no name');
  return {$ref: `#/components/schemas/${id}`};
}

function componentSchemas(): Json {
  const uri = (id: string) => `#/components/schemas/${id}`;
  const {schemas} = z.toJSONSchema(SCHEMAS, {uri, target: 'draft-2020-12'});
  return Object.fromEntries(
    Object.entries(schemas).map(([id, {$schema: _, $id: __, ...schema}]) => [id, schema as Json]),
  );
}

function plainSchema(shape: z.ZodType): Json {
  const {$schema: _, ...schema} = z.toJSONSchema(shape, {target: 'draft-2020-12'});
  return schema as Json;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: {type: 'string'},
  }));
}

function queryParameters(query: z.ZodObject): Json[] {
  return Object.entries(query.shape).map(([name, shape]) => {
    const {description, ...schema} = plainSchema(shape as z.ZodType);
    return {name, in: 'query', required: false, ...(description ? {description} : {}), schema};
  });
}
