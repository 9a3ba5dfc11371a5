import type {Clock} from '../../application/ports/clock.ts';
import type {Log} from '../../application/ports/log.ts';
import type {Ping} from '../../application/ports/ping.ts';
import {serially} from '../../application/serially.ts';
import {within} from '../../application/within.ts';

const PAUSES_MS = [1_000, 5_000, null];
const TIMEOUT_MS = 10_000;

/** Pings go out beside the work. */
export type HttpPing = {
  readonly ping: Ping;
  /** Resolves when all have been tried; what is still under way after `longestMs` is given up. */
  settled(longestMs: number): Promise<void>;
};

/**
 * A dead-man's switch such as healthchecks.io: a beginning goes to `<url>/start`, a failure to `<url>/fail`, a success to the
 * url itself; a query of the url stays behind the path. The url is a secret, and so is what a failed request says.
 */
export function httpPing(url: string, clock: Clock, log: Log): HttpPing {
  const path = {start: '/start', success: '', fail: '/fail'};
  const giveUp = new AbortController();
  const inTurn = serially();
  const send = async (signal: keyof typeof path, note: string): Promise<void> => {
    for (const pause of PAUSES_MS) {
      if (giveUp.signal.aborted) break;
      if (await isHeard(addressOf(url, path[signal]), note, giveUp.signal)) return;
      if (pause !== null) await clock.sleep(pause, giveUp.signal);
    }
    log.warn({signal}, 'PING_URL did not answer: the dead-man’s switch has not heard of this');
  };
  return {
    // One after the other, so that a success never overtakes its start.
    ping: (signal, note = '') => {
      void inTurn(() => send(signal, note));
    },
    settled: async (longestMs) => {
      const all = inTurn(async () => {});
      await within(clock, longestMs, all);
      giveUp.abort();
      await all;
    },
  };
}

/** Some switches are told by the query that all is well: a failure must not go to that very address. */
function addressOf(url: string, path: string): URL {
  const address = new URL(url);
  if (path !== '' || address.search === '') address.pathname = address.pathname.replace(/\/+$/, '') + path;
  return address;
}

async function isHeard(address: URL, body: string, givenUp: AbortSignal): Promise<boolean> {
  try {
    const signal = AbortSignal.any([givenUp, AbortSignal.timeout(TIMEOUT_MS)]);
    const answer = await fetch(address, {method: 'POST', body, redirect: 'error', signal});
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
