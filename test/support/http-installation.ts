import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {answerOf, type Installation} from './installation.ts';

export type Served = {
  readonly port: number;
  readonly address: string;
  /** What has been logged so far. */
  readonly log: () => string;
  readonly stop: () => Promise<number | null>;
};

/** The service on an installation, in a process of its own, with HTTP on a free port. */
export async function serve(
  at: Installation,
  settings: Record<string, string> = {},
  through: readonly string[] = [],
): Promise<Served> {
  const child = at.start('start', {PORT: '0', ...settings}, [], through);
  let said = '';
  const ended = once(child, 'exit');
  const port = new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const [, found] = /"port":(\d+),"msg":"HTTP is listening"/.exec(said) ?? [];
      if (found) resolve(Number(found));
    });
    ended.then(() => reject(new Error(`the service ended:\n${said}`)));
  });
  return {
    port: await port,
    address: `http://127.0.0.1:${await port}`,
    log: () => said,
    stop: async () => {
      child.kill('SIGTERM');
      return ((await ended) as [number | null])[0];
    },
  };
}

/** A shell command as it is written in a document; answers its output. */
export async function shell(command: string): Promise<string> {
  const {code, out, err} = await answerOf(spawn('bash', ['-c', command], {stdio: ['ignore', 'pipe', 'pipe']}));
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${err}`);
  return out;
}
