import type {Command} from 'commander';
import {Failure} from '../../application/failure.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';

type Options = {json?: true; sub?: string; permission: string; days: string};

export function addTokenCommand(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  addCommand<Options>(
    program,
    'token',
    'a token for the HTTP interface, signed with the local secret',
    async (services, options) => {
      const issued = await services.issueToken(requestOf(options));
      terminal.out(options.json ? `${JSON.stringify(issued, null, 2)}\n` : `${issued.token}\n`);
      if (!options.json) terminal.err(`valid until ${issued.expires_at}\n`);
      return EXIT.done;
    },
  )
    .option('--sub <name>', 'whom it is for; stands in the log and in the audit')
    .option('--permission <word>', 'admin may change things, viewer may look', 'viewer')
    .option('--days <number>', 'how long it is valid', '30');
}

function requestOf({sub, permission, days}: Options) {
  if (!sub?.trim()) throw new Failure('usage', 'whom is it for? --sub NAME');
  if (permission !== 'admin' && permission !== 'viewer') {
    throw new Failure('usage', '--permission is admin or viewer');
  }
  const number = /^\d{1,4}$/.test(days) ? Number(days) : 0;
  if (number < 1 || number > 3650) throw new Failure('usage', '--days is a number from 1 to 3650');
  return {sub: sub.trim(), permission: permission as 'admin' | 'viewer', days: number};
}
