import {networkOf} from '../address-network.ts';
import type {HttpConfig} from '../config.ts';
import {guard, limiter} from '../guard.ts';
import type {HttpServices} from '../http-services.ts';
import {ownAddress} from '../own-address.ts';
import type {AnyRoute} from '../route.ts';
import {tokenCheck} from '../token-check.ts';
import {type Authenticate, authenticator} from './authenticate.ts';
import {cookies} from './cookies.ts';
import {provider} from './provider.ts';
import {sealFor} from './seal.ts';
import {sessions} from './sessions.ts';
import {signInRoutes} from './sign-in-routes.ts';

/** Everything by which people and programs become known: how a request says who asks, and the pages where one signs in. */
export function makeSignIn(
  config: HttpConfig,
  isWithdrawn: HttpServices['isWithdrawn'],
): {routes: readonly AnyRoute[]; authenticate: Authenticate} {
  const {auth, publicUrl, sessionSecret, now, pseudonym} = config;
  const checkToken = tokenCheck(auth, config);
  const held = sessions(sealFor(sessionSecret, 'session', now), {checkToken, isWithdrawn, now});
  // Each request asks for them, with a token of its own too.
  const path = ownAddress(config)('/');
  const [plain, secure] = [cookies('softcollection', false, path), cookies('softcollection', true, path)];
  const own = (isHttps: boolean) => (isHttps ? secure : plain);
  const refused = limiter(30, 'refused sign-ins');
  const routes = signInRoutes({
    config,
    sessions: held,
    cookies: own,
    checkToken: async (token) => {
      const caller = await checkToken(token);
      return caller && !(await isWithdrawn(caller)) ? caller : null;
    },
    attempts: sealFor(sessionSecret, 'sign-in', now),
    provider: config.provider && publicUrl !== null ? provider(config.provider, {publicUrl, pseudonym}) : null,
    refused: (address) => refused(networkOf(address)),
    signedOut: limiter(12, 'sign-outs of one subject'),
  });
  return {
    routes,
    authenticate: authenticator({sessions: held, cookies: own, bearer: guard(checkToken, isWithdrawn)}, config),
  };
}
