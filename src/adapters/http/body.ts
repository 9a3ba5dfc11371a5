import type {IncomingMessage} from 'node:http';
import {Problem} from './problem.ts';

const MOST_BYTES = 16_384;

/** The body as JSON; an empty one is an empty object. Throws 400, 413, 415. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  if (size === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Problem(415, {detail: 'a body is application/json'});
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(Buffer.concat(chunks)));
  } catch {
    // The parser's own words quote the body.
    throw new Problem(400, {detail: 'the body is no JSON'});
  }
}

function tooLarge(): Problem {
  return new Problem(413, {detail: `a body has at most ${MOST_BYTES} bytes`, headers: {Connection: 'close'}});
}
