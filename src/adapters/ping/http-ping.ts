import type {Clock} from '../../application/ports/clock.ts';
import type {Log} from '../../application/ports/log.ts';
import type {Ping} from '../../application/ports/ping.ts';

const PAUSES_MS = [1_000, 5_000, null];
const TIMEOUT_MS = 10_000;

/** Pings go out beside the work; `settled` resolves when all have been tried. */
export type HttpPing = {readonly ping: Ping; settled(): Promise<void>};

/**
 * A dead-man's switch such as healthchecks.io: a beginning goes to `<url>/start`, a failure to `<url>/fail`, a success to the
 * url itself. The url is a secret, and so is what a failed request says.
 */
export function httpPing(url: string, clock: Clock, log: Log): HttpPing {
  const path = {start: '/start', success: '', fail: '/fail'};
  let last: Promise<void> = Promise.resolve();
  const send = async (signal: keyof typeof path): Promise<void> => {
    for (const pause of PAUSES_MS) {
      if (await isHeard(`${url.replace(/\/+$/, '')}${path[signal]}`)) return;
      if (pause !== null) await clock.sleep(pause);
    }
    log.warn({signal}, 'PING_URL did not answer: the dead-man’s switch has not heard of this');
  };
  return {
    // One after the other, so that a success never overtakes its start.
    ping: (signal) => {
      last = last.then(() => send(signal));
    },
    settled: () => last,
  };
}

async function isHeard(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, {method: 'POST', redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS)});
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
