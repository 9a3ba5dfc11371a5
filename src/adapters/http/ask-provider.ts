import {Failure} from '../../application/failure.ts';
import type {ProviderFacts} from '../../application/ports/check-facts.ts';

const ANSWER_MS = 3_000;

/** What asks each server that tokens or people's sign-in hang on; each may reject with a `Failure`. */
export function providersToAsk(keysUrl: string | null, issuer: string | null): (() => Promise<ProviderFacts>)[] {
  return [...(keysUrl === null ? [] : [() => askKeys(keysUrl)]), ...(issuer === null ? [] : [() => askIssuer(issuer)])];
}

async function askKeys(url: string): Promise<ProviderFacts> {
  const {keys} = await askJson('AUTH_JWKS_URL', url);
  if (!Array.isArray(keys) || keys.length === 0) throw noAnswer('AUTH_JWKS_URL', 'it has no keys');
  return {variable: 'AUTH_JWKS_URL', issuer: null, expectedIssuer: null};
}

async function askIssuer(expectedIssuer: string): Promise<ProviderFacts> {
  const url = `${expectedIssuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const {issuer} = await askJson('OIDC_ISSUER', url);
  return {
    variable: 'OIDC_ISSUER',
    issuer: typeof issuer === 'string' ? issuer.slice(0, 200) : 'nobody',
    expectedIssuer,
  };
}

async function askJson(variable: string, url: string): Promise<Record<string, unknown>> {
  try {
    const answer = await fetch(url, {signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error'});
    if (!answer.ok) throw noAnswer(variable, `it answers ${answer.status}`);
    return Object(await answer.json());
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw noAnswer(variable, 'no answer, or not in JSON');
  }
}

function noAnswer(variable: string, why: string): Failure {
  return new Failure('unreachable', `${variable}: ${why}`, {
    advice: `see that the server of ${variable} is up and reached from here`,
  });
}
