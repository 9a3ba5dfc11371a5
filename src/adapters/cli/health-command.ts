import type {Command} from 'commander';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';

type Options = {json?: true; ready?: true};

/** For a container's HEALTHCHECK and for scripts: neither curl nor a token is needed. */
export function addHealthCommand(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  addCommand<Options>(
    program,
    'health',
    'whether the service on this machine answers; exit code 0 or 4',
    async (services, {ready = false}) => {
      const {status, text} = await services.health({ready});
      terminal.out(`${text.trim()}\n`);
      return status === 200 ? EXIT.done : EXIT.unreachable;
    },
    {reads: true},
  ).option('--ready', 'whether its databases, state store and scheduler answer too');
}
