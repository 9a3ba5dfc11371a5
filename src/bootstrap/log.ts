import {Writable} from 'node:stream';
import pino, {type Logger} from 'pino';
import pretty from 'pino-pretty';
import {printable} from '../adapters/cli/printable.ts';
import {Failure} from '../application/failure.ts';
import type {Config} from './config/config-types.ts';

/** JSON lines to a file descriptor, or readable ones when a person looks; and to LOG_FILE. */
export function createLog(config: Config['log'], target: {fd: 1 | 2; terminal: boolean; color: boolean}): Logger {
  const level = config.level ?? (target.terminal ? 'warn' : 'info');
  const console = target.terminal
    ? pretty({destination: plainly(target), colorize: target.color, ignore: 'pid,hostname'})
    : pino.destination({dest: target.fd, sync: true});
  const streams: pino.StreamEntry[] = [{level, stream: console}];
  if (config.file) streams.push({level, stream: openFile(config.file)});
  const formatters = {level: (label: string) => ({level: label})};
  const hooks = {streamWrite: (line: string) => printable(line, false)};
  return pino(
    {level, hooks, base: null, formatters, timestamp: pino.stdTimeFunctions.isoTime},
    pino.multistream(streams),
  );
}

/** What a person's terminal gets, without control characters: they come back when a JSON line is read to be shown. */
function plainly({fd, color}: {fd: 1 | 2; color: boolean}): Writable {
  const raw = pino.destination({dest: fd, sync: true});
  return new Writable({
    write: (lines, _encoding, done) => {
      raw.write(printable(String(lines), color));
      done();
    },
  });
}

function openFile(file: string): pino.DestinationStream {
  try {
    return pino.destination({dest: file, sync: true, mkdir: true});
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'it cannot be opened';
    throw new Failure('configuration', `LOG_FILE: ${file} cannot be written (${code})`, {
      advice: 'set LOG_FILE to a file in a folder that this user may write in, or unset it',
      cause,
    });
  }
}
