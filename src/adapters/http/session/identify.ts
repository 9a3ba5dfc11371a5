import type {Context} from 'koa';
import type {OwnAddress} from '../own-address.ts';
import type {Known} from '../peer.ts';
import {Problem} from '../problem.ts';
import type {AnyRoute} from '../route.ts';
import type {Authenticate} from './authenticate.ts';

/** Who asks; a person whom nobody knows is asked to sign in, a program that came with a token of its own is not. */
export async function identify(route: AnyRoute, authenticate: Authenticate, {req, state}: Context) {
  if (route.access === 'open') return null;
  const isPage = route.accepts !== undefined;
  try {
    return await authenticate(req, (state as Known).peer, isPage);
  } catch (error) {
    const isAsked = isPage && req.headers.authorization === undefined;
    if (isAsked && error instanceof Problem && error.status === 401) return 'sign in';
    throw error;
  }
}

export function askToSignIn(context: Context, own: OwnAddress): void {
  context.redirect(own(`/sign-in?to=${encodeURIComponent(context.url.slice(0, 500))}`));
  context.status = 303;
}
