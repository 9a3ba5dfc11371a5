import type {IncomingMessage} from 'node:http';
import {Problem} from './problem.ts';

const HOST = /^(?:[\w.-]*|\[[\da-f:.]+\])(?::\d{0,5})?$/i;

type Read = Pick<IncomingMessage, 'rawHeaders' | 'httpVersion' | 'url' | 'headers'>;

/** Refuses what a proxy may read otherwise than we do: hosts that are not one, a target that is none, another version. */
export function requireOneHost({rawHeaders, httpVersion, url = '', headers}: Read): void {
  const hosts = rawHeaders.filter((name, n) => n % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host');
  const isOfOld = httpVersion === '1.0';
  if (httpVersion !== '1.1' && !isOfOld) throw new Problem(400, {detail: 'HTTP/1.1 is spoken here'});
  if (hosts.length > 1 || (hosts.length === 0 && !isOfOld)) throw new Problem(400, {detail: 'there is one Host'});
  if (!HOST.test(headers.host ?? '')) throw new Problem(400, {detail: 'Host is a name or an address, with a port'});
  if (!isTarget(url)) throw new Problem(400, {detail: 'the target is a path'});
  if (headers.expect && !/^100-continue$/i.test(headers.expect)) throw new Problem(417);
}

/** A path; that of a whole address counts, as proxies write it. */
function isTarget(url: string): boolean {
  return url.startsWith('/') || url === '*' || (/^https?:\/\/[^/]/i.test(url) && URL.canParse(url));
}
