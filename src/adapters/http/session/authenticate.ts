import type {IncomingMessage} from 'node:http';
import {networkOf} from '../address-network.ts';
import type {HttpConfig} from '../config.ts';
import {type CheckBearer, limiter, unauthorized} from '../guard.ts';
import type {Peer} from '../peer.ts';
import type {Caller} from '../token-check.ts';
import type {Cookies} from './cookies.ts';
import {requireSameOrigin} from './same-origin.ts';
import type {Session, Sessions} from './sessions.ts';

/** Who asks: by a bearer token, or by the cookie of a session, which may have to be set anew. */
export type Asking = {readonly caller: Caller; readonly session: Session | null; readonly setCookie: string | null};

/** `isPage`: a person looks, which keeps a session alive; what scripts ask for does not. */
export type Authenticate = (request: IncomingMessage, peer: Peer, isPage: boolean) => Promise<Asking>;

export const SESSION_SECONDS = 8 * 3600;

type Parts = {
  readonly sessions: Sessions;
  readonly cookies: (isHttps: boolean) => Cookies;
  readonly bearer: CheckBearer;
};

/** A token in the header always wins. Throws 401; 403 for a deed that another site asks for by way of a cookie. */
export function authenticator(
  {sessions, cookies, bearer}: Parts,
  {publicUrl}: Pick<HttpConfig, 'publicUrl'>,
): Authenticate {
  const refusals = limiter(120, 'refused sessions');
  return async ({headers, method}, peer, isPage) => {
    const {address, isHttps} = peer;
    const own = cookies(isHttps);
    const cookie = headers.authorization === undefined ? own.read(headers.cookie) : null;
    if (cookie === null) return {caller: await bearer(headers.authorization, address), session: null, setCookie: null};
    const isDeed = method !== 'GET' && method !== 'HEAD';
    const signedIn = await sessions.check(cookie, isDeed || isPage);
    if (!signedIn) {
      await refusals(networkOf(address));
      throw unauthorized();
    }
    if (isDeed) requireSameOrigin(headers, peer, publicUrl);
    const {caller, session, renewed} = signedIn;
    return {caller, session, setCookie: renewed && own.write(renewed, SESSION_SECONDS)};
  };
}
