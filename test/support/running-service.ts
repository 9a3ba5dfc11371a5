import {setTimeout as delay} from 'node:timers/promises';
import type {Installation, Settings} from './installation.ts';

export type LogLine = {readonly level: number; readonly msg: string; readonly time?: unknown; readonly run_id?: string};

/** A `softcollection start` that runs. */
export type RunningService = {
  readonly pid: number;
  readonly lines: () => readonly LogLine[];
  /** All it has said, on both streams. */
  readonly said: () => string;
  /** Waits for a line with such a message; throws with all that was said instead. */
  readonly hears: (message: string | RegExp, ms?: number) => Promise<LogLine>;
  /** Null until it has ended. */
  readonly ended: () => Ended | null;
  /** Sends the signal and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>;
};
export type Ended = {readonly code: number | null; readonly signal: string | null; readonly tookMs: number};

export const STARTED = 'Daily distribution scheduler started successfully';

/** Starts services that are killed by `killAll` at the latest. */
export function services() {
  const running: RunningService[] = [];
  return {
    start: (at: Installation, more: Settings = {}): RunningService => {
      const service = startService(at, more);
      running.push(service);
      return service;
    },
    killAll: async () => {
      await Promise.all(running.splice(0).map((service) => service.stop('SIGKILL')));
    },
  };
}

function startService(at: Installation, more: Settings): RunningService {
  const child = at.start('start', more);
  let [text, ended, signalled]: [string, Ended | null, number] = ['', null, Date.now()];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
    });
  const end = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => {
      ended = {code, signal, tookMs: Date.now() - signalled};
      resolve(ended);
    }),
  );
  const lines = () =>
    text
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  const said = () => text;
  return {
    pid: child.pid!,
    lines,
    said,
    ended: () => ended,
    hears: async (message, ms = 60_000) => {
      for (const deadline = Date.now() + ms; ; await delay(20)) {
        const line = lines().find(({msg}) => (typeof message === 'string' ? msg.includes(message) : message.test(msg)));
        if (line) return line;
        if (ended || Date.now() > deadline) throw new Error(`never said: ${message}; but:\n${text}`);
      }
    },
    stop: (signal = 'SIGTERM') => {
      signalled = Date.now();
      if (!ended) child.kill(signal);
      return end;
    },
  };
}
