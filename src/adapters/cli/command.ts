import type {Command} from 'commander';
import type {Services} from './cli-services.ts';
import type {Terminal} from './terminal.ts';

/** `demo` forces the embedded default; `service` logs to stdout. */
export type OpenOptions = {readonly demo: boolean; readonly service: boolean};

/** What the command line is given. `open` reads the configuration. */
export type Cli = {
  readonly version: string;
  readonly terminal: Terminal;
  readonly open: (options: OpenOptions) => Promise<Services>;
  /** From now on SIGINT and SIGTERM abort this signal instead of ending the process. */
  readonly heedSignals: () => void;
};

/** A command's work: answers the exit code. `services` are closed after it. */
export type Work<Options> = (services: Services, options: Options, args: string[]) => Promise<number>;

/** Adds a command with `--json` and `--help`, whose failures become a message and an exit code. */
export type AddCommand = <Options extends {json?: true}>(
  parent: Command,
  usage: string,
  description: string,
  work: Work<Options>,
  options?: Partial<OpenOptions> & {isDefault?: boolean},
) => Command;
