import {createLocalJWKSet, errors, importJWK, type JSONWebKeySet, type JWK, type JWTVerifyGetKey} from 'jose';
import type {Log} from '../../application/ports/log.ts';

/** The server of the keys does not answer, or not with keys, and none are known. */
export class KeysAway extends Error {}

const FETCH_MS = 5_000;
const MOST_BYTES = 256 * 1024;
const MOST_KEYS = 100;
const WEAKEST_RSA_BITS = 2048;
/** After so long the keys are asked for anew; a key that was withdrawn counts until then. */
const FRESH_MS = 10 * 60_000;
/** Between two questions, whether the last one failed or named a key that is not there. */
const PAUSE_MS = 30_000;
/** While the server is away, known keys serve so long. */
const STALE_MS = 24 * 60 * 60_000;

/**
 * The public keys at an address, for `jwtVerify`. Known keys serve on for a day while the server is away; a key that is
 * weak or broken is left out. `elapsed` in ms since some moment.
 */
export function remoteKeys(url: string, elapsed: () => number, log: Log): JWTVerifyGetKey {
  let known: {keys: JWTVerifyGetKey; at: number} | null = null;
  let asked = -Infinity;
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    try {
      known = {keys: createLocalJWKSet({keys: await usable(await fetchKeys(url), log)}), at: elapsed()};
    } catch (error) {
      log.warn(
        {},
        `The keys of tokens cannot be fetched (${(error as Error).message})${known ? '; known ones serve on' : ''}`,
      );
    }
  }
  const refresh = async () => {
    if (!asking && elapsed() - asked >= PAUSE_MS) {
      asked = elapsed();
      asking = ask().finally(() => {
        asking = null;
      });
    }
    await asking;
  };

  return async (header, token) => {
    if (!known || elapsed() - known.at >= FRESH_MS) await refresh();
    if (!known || elapsed() - known.at >= STALE_MS) throw new KeysAway('the keys of tokens are out of reach');
    try {
      return await known.keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      return known.keys(header, token);
    }
  };
}

async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const answer = await fetch(url, {redirect: 'error', signal: AbortSignal.timeout(FETCH_MS)});
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, {stream: true});
    if (text.length > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
  }
  const set = JSON.parse(text) as Partial<JSONWebKeySet> | null;
  if (!Array.isArray(set?.keys)) throw new Error('no set of keys');
  return {keys: set.keys.slice(0, MOST_KEYS)};
}

async function usable({keys}: JSONWebKeySet, log: Log): Promise<JWK[]> {
  const checked = await Promise.all(keys.map(async (key) => ({key, fault: await faultOf(key)})));
  for (const {fault} of checked) if (fault) log.warn({}, `A key of tokens is left out: ${fault}`);
  return checked.flatMap(({key, fault}) => (fault ? [] : [key]));
}

async function faultOf(key: JWK): Promise<string | null> {
  if (typeof key !== 'object' || key === null || key.kty === 'oct') return 'it is no public key';
  if (key.kty === 'RSA' && Buffer.from(key.n ?? '', 'base64url').length * 8 < WEAKEST_RSA_BITS) {
    return `RSA with less than ${WEAKEST_RSA_BITS} bits`;
  }
  // Without an algorithm a key can't be imported, but may still be tried by the token's.
  if (key.alg === undefined) return null;
  return importJWK(key).then(
    () => null,
    (error: Error) => error.message,
  );
}
