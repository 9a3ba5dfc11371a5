import type {Command} from 'commander';
import type {Services} from './services.ts';
import type {Terminal} from './terminal.ts';

/** What the command line is given. `open` reads the configuration; `demo` forces the embedded default. */
export type Cli = {
  readonly version: string;
  readonly terminal: Terminal;
  readonly open: (options: {demo: boolean}) => Promise<Services>;
  /** Aborted when the process is asked to stop. */
  readonly stopping: AbortSignal;
};

/** A command's work: answers the exit code. `services` are closed after it. */
export type Work<Options> = (services: Services, options: Options, args: string[]) => Promise<number>;

/** Adds a command with `--json` and `--help`, whose failures become a message and an exit code. */
export type AddCommand = <Options extends {json?: true}>(
  parent: Command,
  usage: string,
  description: string,
  work: Work<Options>,
  options?: {demo?: boolean; isDefault?: boolean},
) => Command;
