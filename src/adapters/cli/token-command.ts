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
    .option('--days <number>', 'how long it is valid: a year at most, 90 days for an admin', '30');
}

/** The service trusts no token that lives longer. */
const LONGEST_DAYS = {admin: 90, viewer: 365};

function requestOf({sub, permission, days}: Options) {
  if (!sub?.trim()) throw new Failure('usage', 'whom is it for? --sub NAME');
  if (permission !== 'admin' && permission !== 'viewer') {
    throw new Failure('usage', '--permission is admin or viewer');
  }
  const number = /^\d{1,4}$/.test(days) ? Number(days) : 0;
  const longest = LONGEST_DAYS[permission as keyof typeof LONGEST_DAYS];
  if (number < 1 || number > longest) throw new Failure('usage', `--days is a number from 1 to ${longest}`);
  return {sub: sub.trim(), permission: permission as keyof typeof LONGEST_DAYS, days: number};
}
