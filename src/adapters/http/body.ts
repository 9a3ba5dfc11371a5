import type {IncomingMessage} from 'node:http';
import {Problem} from './problem.ts';

const MOST_BYTES = 16_384;

/** The body as JSON; an empty one is an empty object. Throws 400, 413, 415. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const body = await readAll(request);
  if (body.length === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Problem(415, {detail: 'a body is application/json'});
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(body));
  } catch {
    // The parser's own words quote the body.
    throw new Problem(400, {detail: 'the body is no JSON'});
  }
}

/** A form's fields; throws as `readJson` does. */
export async function readForm(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const body = await readAll(request);
  if (body.length === 0) return {};
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Problem(415, {detail: 'a form is application/x-www-form-urlencoded'});
  }
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Destroyed, the request could not be answered any more.
    for await (const chunk of request.iterator({destroyOnReturn: false}) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(400, {detail: 'the body broke off', cause: error});
  }
  return Buffer.concat(chunks);
}

function tooLarge(): Problem {
  return new Problem(413, {detail: `a body has at most ${MOST_BYTES} bytes`, headers: {Connection: 'close'}});
}
