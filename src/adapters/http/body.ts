import type {IncomingMessage} from 'node:http';
import {Problem} from './problem.ts';

const MOST_BYTES = 16_384;

/** The body as JSON; an empty one is an empty object. Throws 400, 413, 415. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const body = await collect(request);
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

/** What is too much is let flow away: a request that is destroyed could not be answered. */
function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      else reject(tooLarge());
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Problem(400, {detail: 'the request was broken off'})));
  });
}

function tooLarge(): Problem {
  return new Problem(413, {detail: `a body has at most ${MOST_BYTES} bytes`, headers: {Connection: 'close'}});
}
