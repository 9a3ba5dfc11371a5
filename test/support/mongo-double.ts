import {execFile} from 'node:child_process';
import {createServer, type Server} from 'node:net';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const START = fileURLToPath(new URL('../../../shared/test-servers/mongo/start', import.meta.url));

/** The test double of a MongoDB server, which can be taken away and brought back. */
export type MongoDouble = {
  readonly uri: string;
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): void;
};

/** Starts a server of its own on free ports; rejects when it does not start. */
export async function startMongoDouble(): Promise<MongoDouble> {
  const environment = {...process.env, MONGO_PORT: String(await freePair())};
  const {stdout} = await promisify(execFile)(START, [], {env: environment});
  const [, uri, control, pid] = /MONGODB_URI='([^']+)' MONGO_CONTROL_URL=(\S+) MONGO_TEST_PID=(\d+)/.exec(stdout) ?? [];
  if (!uri || !control || !pid) throw new Error('the MongoDB test server did not say where it listens');
  const post = async (path: string) => {
    const response = await fetch(`${control}/${path}`, {method: 'POST'});
    if (!response.ok) throw new Error(`/${path} answered ${response.status}`);
  };
  return {uri, down: () => post('down'), up: () => post('up'), stop: () => process.kill(Number(pid))};
}

/** A port that is free together with the one above it, where the server is controlled. */
async function freePair(): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const port = (first.address() as {port: number}).port;
    const second = await listen(port + 1).catch(() => null);
    for (const server of [first, second]) server?.close();
    if (second) return port;
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
