import {RateLimiterMemory, RateLimiterRes} from 'rate-limiter-flexible';
import {networkOf} from './address-network.ts';
import type {HttpServices} from './http-services.ts';
import {Problem} from './problem.ts';
import type {Caller, CheckToken} from './token-check.ts';

/** Lets a caller in, or throws 401; 429 for an address that was refused too often. Valid tokens are never held up. */
export type CheckBearer = (authorization: string | undefined, address: string) => Promise<Caller>;

export function guard(check: CheckToken, isWithdrawn: HttpServices['isWithdrawn']): CheckBearer {
  const refusals = limiter(120, 'refused tokens');
  return async (authorization, address) => {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    const caller = token === undefined ? null : await check(token);
    if (caller && !(await isWithdrawn(caller))) return caller;
    await refusals(networkOf(address));
    throw unauthorized();
  };
}

export function unauthorized(): Problem {
  return new Problem(401, {headers: {'WWW-Authenticate': 'Bearer'}});
}

/** Counts by key; throws 429 beyond so many within a minute. */
export function limiter(perMinute: number, what: string): (key: string) => Promise<void> {
  const counts = new RateLimiterMemory({points: perMinute, duration: 60});
  return async (key) => {
    try {
      await counts.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
      throw new Problem(429, {
        detail: `more than ${perMinute} ${what} within a minute`,
        headers: {'Retry-After': String(seconds)},
      });
    }
  };
}
