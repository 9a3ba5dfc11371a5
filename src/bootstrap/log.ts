import pino, {type Logger} from 'pino';
import pretty from 'pino-pretty';
import type {Config} from './config/config-types.ts';

/** JSON lines to a file descriptor, or readable ones when a person looks; and to LOG_FILE. */
export function createLog(config: Config['log'], target: {fd: 1 | 2; terminal: boolean; color: boolean}): Logger {
  const level = config.level ?? (target.terminal ? 'warn' : 'info');
  const console = target.terminal
    ? pretty({destination: target.fd, colorize: target.color, sync: true, ignore: 'pid,hostname'})
    : pino.destination({dest: target.fd, sync: true});
  const streams: pino.StreamEntry[] = [{level, stream: console}];
  if (config.file) streams.push({level, stream: pino.destination({dest: config.file, sync: true, mkdir: true})});
  const formatters = {level: (label: string) => ({level: label})};
  return pino({level, base: null, formatters, timestamp: pino.stdTimeFunctions.isoTime}, pino.multistream(streams));
}
