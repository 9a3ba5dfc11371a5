import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const SOURCE = fileURLToPath(new URL('../../../shared/test-servers/mongo', import.meta.url));

export type Fault = {
  readonly command: string;
  readonly collection?: string;
  readonly after?: number;
  readonly times?: number | 'always';
  readonly action: 'error' | 'drop' | 'drop-after' | 'hang';
  readonly code?: number;
  readonly ms?: number;
  readonly message?: string;
};

/** The test double of a MongoDB server that lies beside the checkout, in this process. */
export type MongoServer = {
  readonly url: string;
  readonly urlWithoutPassword: string;
  readonly faults: {
    readonly add: (fault: Fault) => void;
    readonly list: () => readonly unknown[];
    readonly clear: () => void;
  };
  readonly stats: () => {readonly faultsFired: number; readonly connections: number};
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type MongoServerOptions = {
  readonly replicaSet?: string;
  readonly auth?: string;
  /** One JSON line per command. */
  readonly logFile?: string;
};

declare global {
  var mongoTellsNoTime: boolean | undefined;
}

/** From now on the servers of this process tell no time: a service with a faked clock would take theirs for the true one. */
export function hideServerClocks(): void {
  globalThis.mongoTellsNoTime = true;
}

const ITS_TIME = 'localTime: new Date(),';
const OUR_TIME = '...(globalThis.mongoTellsNoTime ? {} : {localTime: new Date()}),';

/** Starts it on a free port, as a replica set of one unless told otherwise. Throws when it can't. */
export async function startMongoServer(options: MongoServerOptions = {replicaSet: 'rs0'}): Promise<MongoServer> {
  const module = pathToFileURL(join(installed(), 'mongo-test-server.mjs')).href;
  const {startMongoTestServer} = (await import(module)) as {
    startMongoTestServer: (options: MongoServerOptions) => Promise<MongoServer>;
  };
  return startMongoTestServer(options);
}

/** The server with its packages, in a folder that is made once for each version of it: its own may be read-only. */
export function installed(): string {
  if (!existsSync(SOURCE)) throw new Error('the MongoDB test server is missing: ../shared/test-servers/mongo');
  const files = readdirSync(SOURCE).filter((name) => /\.mjs$|^package(-lock)?\.json$/.test(name));
  const hash = createHash('sha256').update(OUR_TIME);
  for (const name of files) hash.update(readFileSync(join(SOURCE, name)));
  const home = join(tmpdir(), `softcollection-mongo-server-${hash.digest('hex').slice(0, 12)}`);
  if (!existsSync(home)) install(files, home);
  return home;
}

/** Complete before it has its name. */
function install(files: readonly string[], home: string): void {
  const draft = mkdtempSync(`${home}-`);
  for (const name of files) cpSync(join(SOURCE, name), join(draft, name));
  const commands = join(draft, 'admin-commands.mjs');
  const text = readFileSync(commands, 'utf8');
  if (!text.includes(ITS_TIME)) throw new Error('the MongoDB test server tells its time in other words');
  writeFileSync(commands, text.replace(ITS_TIME, OUR_TIME));
  const flags = ['--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const {status, stderr} = spawnSync('npm', ['ci', ...flags], {cwd: draft, encoding: 'utf8'});
  if (status !== 0) throw new Error(`npm ci failed for the MongoDB test server:\n${stderr}`);
  try {
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, {recursive: true, force: true});
    if (!existsSync(home)) throw error;
  }
}
