import type {Command} from 'commander';
import type {CheckId, CheckResult} from '../../application/ports/check-result.ts';
import type {Services} from './cli-services.ts';
import type {Input} from './read-id.ts';
import type {Terminal} from './terminal.ts';

/** `demo` forces the embedded default; `service` logs to stdout; `reads` makes nothing where nothing is yet. */
export type OpenOptions = {readonly demo: boolean; readonly service: boolean; readonly reads: boolean};

/** Which checks, all where `only` is empty; `login`: log in to the mail server too. */
export type DoctorRequest = {
  readonly only: readonly CheckId[];
  readonly skip: readonly CheckId[];
  readonly login: boolean;
};

export type Examined = {
  /** ISO instant. */
  readonly at: string;
  readonly instance: string | null;
  readonly checks: readonly CheckResult[];
  /** Writes a file for a ticket, masked, with this report in it. A file that stands there is not replaced. */
  readonly bundle: (file: string, report: object) => Promise<void>;
};

/** What the command line is given. `open` reads the configuration. */
export type Cli = {
  readonly version: string;
  readonly terminal: Terminal;
  readonly input: Input;
  readonly open: (options: OpenOptions) => Promise<Services>;
  /** Runs the checks of `doctor`; changes nothing. */
  readonly examine: (request: DoctorRequest) => Promise<Examined>;
  /** From now on SIGINT and SIGTERM abort this signal instead of ending the process. */
  readonly heedSignals: () => void;
};

/** A command's work: answers the exit code. `services` are closed after it. */
export type Work<Options> = (services: Services, options: Options, args: string[]) => Promise<number>;

/**
 * Adds a command with `--json` and `--help`, whose failures become a message and an exit code. `reads` may depend on its options.
 */
export type AddCommand = <Options extends {json?: true}>(
  parent: Command,
  usage: string,
  description: string,
  work: Work<Options>,
  options?: Partial<Omit<OpenOptions, 'reads'>> & {
    isDefault?: boolean;
    reads?: boolean | ((options: Options) => boolean);
  },
) => Command;

/** The option of what writes runs, and what commander makes of it. */
export type Reconciled = {json?: true; iHaveReconciled?: true};
export const RECONCILED = [
  '--i-have-reconciled',
  'on a restored state, although the tables have rows that it lacks; once',
] as const;
