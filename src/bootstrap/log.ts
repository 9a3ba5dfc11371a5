import {createRequire} from 'node:module';
import pino, {type Logger} from 'pino';
import type PinoPretty from 'pino-pretty';
import {printable} from '../adapters/cli/printable.ts';
import {Failure} from '../application/failure.ts';
import type {Config} from './config/config-types.ts';
import type {Rotation} from './log-rotation.ts';
import {type LogTarget, logTarget, type Trouble} from './log-target.ts';

export type OpenLog = {
  readonly log: Logger;
  /** Lines that could not be written, to whatever target, since the start. */
  readonly lost: () => number;
  /** Lets go of a LOG_FILE that was rotated. */
  readonly reopen: () => void;
};

const require = createRequire(import.meta.url);

/** `tell` is for what the log cannot say of itself. */
export type LogPlace = {fd: 1 | 2; terminal: boolean; color: boolean; tell: (message: string) => void};

/** JSON lines to a file descriptor, or readable ones when a person looks; and to LOG_FILE. No line ever throws. */
export function openLog(config: Config['log'], {fd, terminal, color, tell}: LogPlace): OpenLog {
  let count = 0;
  const trouble = (name: string) => ({
    lost: () => void count++,
    // After the line under way: what is told is a line too.
    began: (code: string) => queueMicrotask(() => say(`${name} cannot be written (${code}); the work goes on`)),
    ended: () => queueMicrotask(() => say(`${name} is written again; lines lost since the start: ${count}`)),
  });
  const console = logTarget(fd, trouble('the log on the console'));
  const rotation = config.maxBytes === null ? null : {maxBytes: config.maxBytes, keep: config.keep};
  const file = config.file === null ? null : openFile(config.file, trouble('LOG_FILE'), rotation);
  const level = config.level ?? (terminal ? 'warn' : 'info');
  const streams: pino.StreamEntry[] = [{level, stream: terminal ? readable(console, color) : console}];
  if (file) streams.push({level, stream: file});
  const formatters = {level: (label: string) => ({level: label})};
  const hooks = {streamWrite: (line: string) => printable(line, false)};
  const options = {level, hooks, base: null, formatters, timestamp: pino.stdTimeFunctions.isoTime};
  const log = pino(options, pino.multistream(streams));
  const say = (message: string) => {
    log.warn({lost: count}, message);
    if (fd === 1) tell(`softcollection: ${message}\n`);
  };
  return {log, lost: () => count, reopen: () => file?.reopen()};
}

/** What a person's terminal gets, without control characters: they come back when a JSON line is read to be shown. */
function readable(target: LogTarget, colorize: boolean): pino.DestinationStream {
  const {prettyFactory}: typeof PinoPretty = require('pino-pretty');
  const format = prettyFactory({colorize, ignore: 'pid,hostname'});
  return {write: (line) => target.write(printable(format(line), colorize))};
}

function openFile(file: string, ...how: [Trouble, Rotation | null]): LogTarget {
  try {
    return logTarget(file, ...how);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'it cannot be opened';
    throw new Failure('configuration', `LOG_FILE: ${file} cannot be written (${code})`, {
      advice: 'set LOG_FILE to a file in a folder that this user may write in, or unset it',
      cause,
    });
  }
}
