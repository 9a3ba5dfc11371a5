import type {Context} from 'koa';
import type {Reply} from './route.ts';

export function send(context: Context, reply: Reply): void {
  // Koa answers 200 to whatever has a body; each of its setters costs as much as a header.
  if (reply.status !== undefined) context.status = reply.status;
  if (reply.headers) context.set(reply.headers);
  context.res.setHeader('Content-Type', contentType(reply.type ?? 'application/json'));
  const {body} = reply;
  context.body = reply.type === undefined && body !== null ? JSON.stringify(body) : body;
}

function contentType(type: string): string {
  return type === 'application/json' ? 'application/json; charset=utf-8' : type;
}
