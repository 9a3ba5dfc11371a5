import type {IncomingMessage} from 'node:http';
import {Problem} from './problem.ts';

/** Refuses what a proxy may read otherwise than we do: hosts that are not one, or a version that is none of HTTP/1. */
export function requireOneHost({rawHeaders, httpVersion}: Pick<IncomingMessage, 'rawHeaders' | 'httpVersion'>): void {
  const hosts = rawHeaders.filter((name, n) => n % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host');
  const isOfOld = httpVersion === '1.0';
  if (httpVersion !== '1.1' && !isOfOld) throw new Problem(400, {detail: 'HTTP/1.1 is spoken here'});
  if (hosts.length > 1 || (hosts.length === 0 && !isOfOld)) throw new Problem(400, {detail: 'there is one Host'});
}
