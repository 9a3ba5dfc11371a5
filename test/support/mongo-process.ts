import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {freePort} from './free-port.ts';
import {installed} from './mongo-server.ts';

/** The same server in a process of its own, which can be killed and frozen as such; killed, it has lost its data. */
export type MongoProcess = {
  readonly url: string;
  /** On the same port. */
  readonly start: () => Promise<void>;
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>;
};

export async function mongoProcess(): Promise<MongoProcess> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  return {
    url: `mongodb://127.0.0.1:${port}/?replicaSet=rs0`,
    start: async () => {
      const options = ['--port', String(port), '--replica-set', 'rs0'];
      const started = spawn(process.execPath, [join(installed(), 'mongo-test-server.mjs'), ...options], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      const ended = once(started, 'exit').then(() => Promise.reject(new Error('the MongoDB test server ended')));
      ended.catch(() => {});
      await Promise.race([once(started.stdout, 'data'), ended]);
    },
    signal: async (signal) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = signal === 'SIGKILL' ? once(child, 'exit') : null;
      child.kill(signal);
      await ended;
    },
  };
}
