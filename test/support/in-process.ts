import {randomUUID} from 'node:crypto';
import {createRequire} from 'node:module';
import {Readable} from 'node:stream';
import pino from 'pino';
import type {Services} from '../../src/adapters/cli/cli-services.ts';
import {printable} from '../../src/adapters/cli/printable.ts';
import {runCli} from '../../src/adapters/cli/program.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import type {RunRequest} from '../../src/application/run/run-request.ts';
import {createServices} from '../../src/bootstrap/cli-services.ts';
import type {Config} from '../../src/bootstrap/config/config-types.ts';
import {loadConfig} from '../../src/bootstrap/config.ts';
import {closeContainer, createContainer} from '../../src/bootstrap/container.ts';
import {examine} from '../../src/bootstrap/doctor.ts';
import {peekSecrets, provideSecrets} from '../../src/bootstrap/secrets.ts';
import {TOKENS} from '../../src/bootstrap/tokens.ts';
import {businessDateAt} from '../../src/domain/wall-time.ts';
import type {Answer, Settings} from './installation.ts';

const {version} = createRequire(import.meta.url)('../../package.json') as {version: string};

/** Where a command is started, and all that it has of an environment. */
export type Place = {readonly folder: string; readonly environment: Settings};

/**
 * A command in this process: for what a test needs done or asks, where the process itself is not tested, since starting one
 * costs more than its work. All is the product's but for main.ts: no log, no signals, no thread for a run. Paths among the
 * words must be absolute. With the state in MongoDB only what opens none: tsx loads the modules of servers a second time.
 */
export async function runHere(
  {folder, environment}: Place,
  words: string | readonly string[],
  input: string,
): Promise<Answer> {
  const argv = typeof words === 'string' ? words.split(' ').filter(Boolean) : words;
  const said = {out: '', err: ''};
  const tell = (stream: keyof typeof said) => (text: string) => {
    said[stream] += printable(text, false);
  };
  closeFiles();
  try {
    const code = await runCli(argv, {
      version,
      terminal: {out: tell('out'), err: tell('err'), bar: null, color: false, width: 120},
      input: Readable.from([input]),
      open: ({reads}) => openServices(folder, environment, reads),
      examine: (request) => examine(folder, environment, request),
      heedSignals: () => {},
    });
    return {code, ...said};
  } finally {
    openFiles();
  }
}

/** Of commands under way, and the umask before the first of them. */
const files = {users: 0, umask: 0};

/** What is made from now on is its user's alone, as by main.ts. */
function closeFiles(): void {
  if (files.users++ === 0) files.umask = process.umask(0o077);
}

function openFiles(): void {
  if (--files.users === 0) process.umask(files.umask);
}

async function openServices(folder: string, environment: Settings, reads: boolean): Promise<Services> {
  const loaded = loadConfig(folder, environment);
  if (loaded.type === 'faults') throw new Error(`the settings have faults: ${JSON.stringify(loaded.faults)}`);
  const config = (reads ? peekSecrets : provideSecrets)(loaded.config);
  const stopping = new AbortController().signal;
  const container = await createContainer(config, {onWait: () => {}, stopping, makesNone: reads});
  const log = pino({level: 'silent'});
  const context = {config, configWarnings: loaded.warnings, log, linesLost: () => 0, version, stopping};
  return {
    ...createServices(context, async () => container),
    run: ({next, ...said}, observe) =>
      runDistribution(container.get(TOKENS.runDeps), {...requestOf(config, next), ...said}, observe, stopping),
    close: () => closeContainer(container),
  };
}

function requestOf({schedule, countDay, maxUsers}: Config, next: boolean): RunRequest {
  return {
    origin: {actor: 'cli:tests', correlationId: randomUUID()},
    owner: `tests pid ${process.pid}`,
    zone: schedule.timezone,
    graceMs: 0,
    next: next ? {date: businessDateAt(Date.now(), schedule.timezone), slot: null} : null,
    countDay,
    limits: {maxUsers},
    forced: null,
  };
}
