import type {Log} from '../../application/ports/log.ts';

/** What the log says of a request. */
export type RequestLine = {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly from: string;
} & Readonly<Record<string, unknown>>;

const WINDOW_MS = 60_000;
/** More addresses than these share one count. */
const MOST_COUNTED = 1000;
const REFUSALS = [401, 404, 405, 429];

/**
 * A line for each request. Of refusals of one kind to one address the first within a minute has a line, the others are
 * counted, and told when the minute is over: a flood of them is a few lines, not a disk.
 */
export function requestLines(log: Log, now: () => number): (line: RequestLine) => void {
  let since = now();
  let counts = new Map<string, {readonly line: RequestLine; more: number}>();

  function tell(): void {
    for (const {line, more} of counts.values()) {
      const {status, from} = line;
      if (more > 0) log.info({status, from, more, seconds: Math.round((now() - since) / 1000)}, 'refused requests');
    }
    counts = new Map();
    since = now();
  }

  /** False for one that is counted with others. */
  function isFirst(line: RequestLine): boolean {
    if (now() - since >= WINDOW_MS) tell();
    const from = counts.size < MOST_COUNTED ? line.from : 'others';
    const key = `${line.status} ${from}`;
    const counted = counts.get(key);
    if (counted) counted.more++;
    else counts.set(key, {line: {...line, from}, more: 0});
    return !counted;
  }

  return (line) => {
    if (isCheap(line) && !isFirst(line)) return;
    log[levelOf(line)](line, 'request');
  };
}

/** What anybody can cause at no cost, in any number. */
function isCheap({status, who}: RequestLine): boolean {
  return REFUSALS.includes(status) || (who === undefined && status >= 400 && status < 500);
}

/** That somebody looked, and saw, is no news; and a line written at once for each look would hold up all others. */
function levelOf({method, status}: RequestLine): 'error' | 'info' | 'debug' {
  if (status >= 500) return 'error';
  return status < 400 && (method === 'GET' || method === 'HEAD') ? 'debug' : 'info';
}
