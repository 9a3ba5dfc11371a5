#!/usr/bin/env node
import './check-node.ts';
import {createRequire} from 'node:module';
import type {Container} from 'inversify';
import type {Services} from '../adapters/cli/cli-services.ts';
import type {DoctorRequest, Examined, OpenOptions} from '../adapters/cli/command.ts';
import {printable} from '../adapters/cli/printable.ts';
import {runCli} from '../adapters/cli/program.ts';
import type {Terminal} from '../adapters/cli/terminal.ts';
import {counted} from '../application/english.ts';
import {Failure} from '../application/failure.ts';
import type {Log} from '../application/ports/log.ts';

// Whatever this process makes is its user's alone.
process.umask(0o077);

const {version} = createRequire(import.meta.url)('../../package.json') as {version: string};
const {stdin, stdout, stderr, env} = process;
const color = stdout.isTTY === true && !env.NO_COLOR;
const terminal: Terminal = {
  out: (text) => void stdout.write(printable(text, color)),
  err: (text) => void stderr.write(printable(text, color)),
  bar: stderr.isTTY ? stderr : null,
  color,
  width: stdout.columns ?? 120,
};

/** What the demo sets by hand, so that it stays on this machine whatever the environment says. */
const EMBEDDED = {STORAGE: 'sqlite', STATE: 'sqlite', MAIL_TRANSPORT: 'file'};

/** Reads the configuration; modules are loaded when a command needs them, so that `--help` answers at once. */
async function open({demo, service, reads}: OpenOptions): Promise<Services> {
  const {loadConfig} = await import('./config.ts');
  const loaded = loadConfig(process.cwd(), demo ? {...env, ...EMBEDDED} : env);
  for (const warning of loaded.warnings) terminal.err(`warning: ${warning}\n`);
  if (loaded.type === 'faults') {
    const {formatFault} = await import('./config/given.ts');
    const lines = loaded.faults.map((fault) => `\n  ${formatFault(fault)}`);
    throw new Failure('configuration', `the configuration has ${counted(lines.length, 'fault')}:${lines.join('')}`);
  }
  const [{peekSecrets, provideSecrets}, {clearTextWarnings}, {tightenFiles}, {openLog}, {createServices}] =
    await Promise.all([
      import('./secrets.ts'),
      import('./config/clear-text.ts'),
      import('./private-files.ts'),
      import('./log.ts'),
      import('./cli-services.ts'),
    ]);
  const config = (reads ? peekSecrets : provideSecrets)(loaded.config);
  const [fd, stream] = service ? ([1, stdout] as const) : ([2, stderr] as const);
  const isTerminal = stream.isTTY === true;
  const {log, lost, reopen} = openLog(config.log, {
    fd,
    terminal: isTerminal,
    color: terminal.color,
    tell: terminal.err,
  });
  if (service && !isTerminal) for (const signal of ROTATION) process.on(signal, reopen);
  const {closed, failed} = tightenFiles(config.dataDir, config.log.file);
  if (closed > 0)
    log.warn({closed}, "Files of this service were open to other accounts; now they are its user's alone");
  for (const path of failed) log.warn({path}, "Open to other accounts, and not this user's to close");
  if (service) for (const warning of clearTextWarnings(config)) log.warn({}, warning);
  let container: Promise<Container> | null = null;
  const openContainer = () =>
    (container ??= import('./container.ts').then(({createContainer}) =>
      createContainer(config, {onWait: (message) => log.warn(message), stopping: stopping.signal, makesNone: reads}),
    ));
  const services = createServices(
    {config, configWarnings: loaded.warnings, log, linesLost: lost, version, stopping: stopping.signal},
    openContainer,
  );
  if (service) cutOff = () => leave(log);
  const close = async () => {
    await services.settled(service ? 1_000 : LONGEST_PINGS_MS);
    // One that could not be made has nothing to close.
    const made = await container?.catch(() => null);
    if (made) await (await import('./container.ts')).closeContainer(made);
  };
  return {...services, close};
}

async function examine(request: DoctorRequest): Promise<Examined> {
  const {examine: look} = await import('./doctor.ts');
  return look(process.cwd(), env, request);
}

/** The tries and pauses of a ping whose server answers. */
const LONGEST_PINGS_MS = 8_000;
const LONGEST_FAREWELL_MS = 9_000;
const stopping = new AbortController();
let isHeeding = false;
let cutOff: () => void = () => process.exit(1);
/** For commands that can be stopped in good order; the others just end, and leave nothing half done. */
function heedSignals(): void {
  isHeeding = true;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  // Whatever still hangs then is as safe as after a kill.
  stopping.signal.addEventListener('abort', () => setTimeout(() => cutOff(), LONGEST_FAREWELL_MS).unref());
}
/** A service that was asked to stop has done so: the next start goes on from there. */
function leave(log: Log): void {
  log.warn({}, 'Something was out of reach for too long to stop in good order; nothing is lost by that');
  setTimeout(() => process.exit(0), 100);
}
/** As process 1 of a container nothing but a listener ends a command that does not heed signals. */
if (process.pid === 1) {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(signal, () => isHeeding || process.exit(128 + number));
  }
}

/** What logrotate and its like send: none of them may end the service, and no signal opens Node's debugger. */
const ROTATION = ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
process.on('SIGUSR1', () => {});
stderr.on('error', () => {});
// A reader that went away (`| head`) is no failure of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runCli(process.argv.slice(2), {version, terminal, input: stdin, open, examine, heedSignals});
// Agenda's timer would hold the process for seconds, a connection to a database that hangs for ever.
setTimeout(() => process.exit(), 200).unref();
