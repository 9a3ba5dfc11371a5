import type {IncomingHttpHeaders} from 'node:http';
import type {Peer} from '../peer.ts';
import {Problem} from '../problem.ts';

/**
 * Refuses what another site makes a browser send along with our cookie. Browsers say where a request comes from
 * (`Sec-Fetch-Site`); those that do not name the page's `Origin`. A request that says neither is refused too.
 */
export function requireSameOrigin(headers: IncomingHttpHeaders, {isHttps}: Peer, publicUrl: string | null): void {
  const site = headers['sec-fetch-site'];
  const own = publicUrl === null ? `http${isHttps ? 's' : ''}://${headers.host}` : new URL(publicUrl).origin;
  if (site === undefined ? headers.origin === own : site === 'same-origin') return;
  throw new Problem(403, {detail: 'the request comes from another site'});
}
