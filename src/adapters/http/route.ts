import type {Readable} from 'node:stream';
import type {z} from 'zod';
import type {HttpServices} from './http-services.ts';
import type {Headers} from './problem.ts';
import type {Caller} from './token-check.ts';

/** A checked request. `caller` is null where everybody may ask. */
export type Asked<Query, Body = unknown> = {
  readonly query: Query;
  /** The path that was asked for. */
  readonly path: string;
  readonly body: Body;
  /** The path's first parameter, not yet checked; '' where it has none. */
  readonly id: string;
  /** Its second one. */
  readonly part: string;
  readonly caller: Caller | null;
  readonly requestId: string;
  /** Of whoever asks, as the log has it. */
  readonly address: string;
  readonly isHttps: boolean;
  /** The query as it was sent, from its `?` on. */
  readonly search: string;
  /** HEAD: what the body would be is not wanted. */
  readonly isHead: boolean;
  readonly header: (name: string) => string;
};

/** Who did it, for the events that follow from a request. */
export function originOf({caller, requestId}: Pick<Asked<unknown>, 'caller' | 'requestId'>) {
  return {actor: `http:${caller?.subject ?? 'unnamed'}`, correlationId: requestId};
}

export type Reply = {
  readonly status?: number;
  readonly headers?: Headers;
  /** A media type; JSON without it. */
  readonly type?: string;
  readonly body: object | string | Buffer | Readable | null;
};

/** Who may ask. */
export type RequiredAccess = 'open' | 'any' | 'admin';

/** What an answer of a status is like: a schema of its JSON, or media types. */
export type AnswerShape = {
  readonly what: string;
  readonly schema?: z.ZodType;
  readonly types?: readonly string[];
  readonly headers?: readonly string[];
};

export type Route<Query = never, Body = never> = {
  readonly method: 'get' | 'post';
  /** With at most two parameters, such as `:id`. */
  readonly path: string;
  readonly access: RequiredAccess;
  /** What admins see here and nobody else: each of their looks is recorded. */
  readonly showsAdmins?: 'whole ids' | 'seed';
  readonly name: string;
  readonly summary: string;
  readonly query: z.ZodType<Query>;
  /** Only for who asks for this media type; others get the route of the same path that comes after it. */
  readonly accepts?: 'text/html';
  /** A form of a page of ours, and of no other: anything else is refused. */
  readonly isForm?: true;
  /** Of a POST; an empty one unless said. */
  readonly body?: z.ZodType<Body>;
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** Statuses of problems beyond those that every such route has. */
  readonly problems?: readonly number[];
  readonly handle: (services: HttpServices, asked: Asked<Query, Body>) => Promise<Reply>;
};

/** A route whose query no one else has to know the type of. */
export type AnyRoute = Omit<Route, 'query' | 'body' | 'handle'> & {
  readonly query: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly handle: (services: HttpServices, asked: Asked<never, never>) => Promise<Reply>;
};

export function route<Shape extends z.ZodRawShape, Keys extends z.ZodRawShape = Record<never, never>>(
  definition: Omit<Route, 'query' | 'body' | 'handle'> & {
    readonly query: z.ZodObject<Shape>;
    readonly body?: z.ZodObject<Keys>;
    readonly handle: (
      services: HttpServices,
      asked: Asked<z.output<z.ZodObject<Shape>>, z.output<z.ZodObject<Keys>>>,
    ) => Promise<Reply>;
  },
): AnyRoute {
  return definition as unknown as AnyRoute;
}
