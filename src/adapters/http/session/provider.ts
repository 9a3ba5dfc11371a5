import * as oidc from 'openid-client';
import {asFailure} from '../../../application/failure.ts';
import type {ProviderSettings} from '../config.ts';
import {Problem} from '../problem.ts';
import {subjectName} from '../subject-name.ts';
import {holds} from '../token-check.ts';

/** What must come back with a person for it to be the same sign-in. */
export type Attempt = {readonly state: string; readonly nonce: string; readonly verifier: string; readonly to: string};
export type Person = {readonly subject: string; readonly isAdmin: boolean; readonly idToken: string};

/** An OpenID Connect provider: code flow with PKCE. Each call throws 503 while it is out of reach. */
export type Provider = {
  readonly start: (to: string) => Promise<{readonly url: string; readonly attempt: Attempt}>;
  /** The person whom the provider names; null for who has no role here. Throws 401 for what is no answer to the attempt. */
  readonly finish: (search: string, attempt: Attempt) => Promise<Person | null>;
  /** Where a person is signed out at the provider too; null where it has no such address. */
  readonly signOutUrl: (idToken: string) => Promise<string | null>;
};

type Parts = {readonly publicUrl: string; readonly pseudonym: (subject: string) => string};

/** A person who signed in at the provider longer ago has to do so again. */
const LONGEST_S = 8 * 3600;
const SCOPE = 'openid profile';

export function provider(settings: ProviderSettings, {publicUrl, pseudonym}: Parts): Provider {
  const redirectUri = `${publicUrl}/sign-in/callback`;
  let found: Promise<oidc.Configuration> | null = null;
  /** Asked once; again after a failure. */
  const discovered = async () => {
    found ??= discover(settings);
    try {
      return await found;
    } catch (cause) {
      found = null;
      throw new Problem(503, {detail: 'the sign-in provider is out of reach', headers: {'Retry-After': '5'}, cause});
    }
  };
  return {
    start: async (to) => {
      const config = await discovered();
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const challenge = await oidc.calculatePKCECodeChallenge(verifier);
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        nonce,
        max_age: String(LONGEST_S),
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      return {url: url.href, attempt: {state, nonce, verifier, to}};
    },
    finish: async (search, {state, nonce, verifier}) => {
      const config = await discovered();
      const expected = {expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, maxAge: LONGEST_S};
      const url = new URL(`${redirectUri}${search}`);
      const tokens = await oidc
        .authorizationCodeGrant(config, url, {...expected, idTokenExpected: true})
        .catch((cause: unknown) => {
          throw new Problem(401, {detail: 'the provider did not sign this person in', cause: asFailure(cause)});
        });
      const claims = tokens.claims();
      if (!claims || !tokens.id_token) return null;
      const has = (value: string | null) => value !== null && holds(claims, {path: settings.roleClaim, value});
      const isAdmin = has(settings.admin);
      if (!isAdmin && !has(settings.viewer)) return null;
      return {subject: subjectName(claims.sub, pseudonym), isAdmin, idToken: tokens.id_token};
    },
    signOutUrl: async (idToken) => {
      const config = await discovered();
      if (!config.serverMetadata().end_session_endpoint) return null;
      const back = {post_logout_redirect_uri: `${publicUrl}/sign-in`};
      return oidc.buildEndSessionUrl(config, {...back, ...(idToken ? {id_token_hint: idToken} : {})}).href;
    },
  };
}

/** In clear only to this machine itself, which the configuration has seen to. */
function discover({issuer, clientId, clientSecret}: ProviderSettings): Promise<oidc.Configuration> {
  const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {execute, timeout: 5});
}
