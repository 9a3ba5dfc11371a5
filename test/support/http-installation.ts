import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {answerOf, type Installation} from './installation.ts';

const SERVE = fileURLToPath(new URL('./serve-http.mjs', import.meta.url));

export type Served = {
  readonly port: number;
  readonly address: string;
  /** What has been logged so far. */
  readonly log: () => string;
  readonly stop: () => Promise<number | null>;
};

/** The built HTTP interface on an installation, in a process of its own. */
export async function serve(at: Installation, settings: Record<string, string> = {}): Promise<Served> {
  const env = {...at.environment, PORT: '0', ...settings};
  const child = spawn(process.execPath, [SERVE], {cwd: at.inFolder('.'), env, stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const port = await portOf(child, () => said);
  const ended = once(child, 'exit');
  return {
    port,
    address: `http://127.0.0.1:${port}`,
    log: () => said,
    stop: async () => {
      child.kill('SIGTERM');
      return ((await ended) as [number | null])[0];
    },
  };
}

async function portOf(child: ChildProcess, said: () => string): Promise<number> {
  const [line] = (await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])) as [Buffer | number];
  if (!Buffer.isBuffer(line)) throw new Error(`the server ended:\n${said()}`);
  return (JSON.parse(line.toString()) as {port: number}).port;
}

/** A shell command as it is written in a document; answers its output. */
export async function shell(command: string): Promise<string> {
  const {code, out, err} = await answerOf(spawn('bash', ['-c', command], {stdio: ['ignore', 'pipe', 'pipe']}));
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${err}`);
  return out;
}
