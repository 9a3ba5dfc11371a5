import Table from 'cli-table3';
import type {Command} from 'commander';
import type {ListedToken} from '../../application/events/access-stream.ts';
import {Failure} from '../../application/failure.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {oneLine} from './terminal.ts';

type Json = {json?: true};
type Options = Json & {sub?: string; permission: string; days: string};

export function addTokenCommand(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const token = program.command('token').description('tokens for the HTTP interface: issues, lists and withdraws them');
  addCommand<Options>(
    token,
    'issue',
    'a token, signed with the local secret',
    async (services, options) => {
      const issued = await services.issueToken(requestOf(options));
      terminal.out(options.json ? `${JSON.stringify(issued, null, 2)}\n` : `${issued.token}\n`);
      if (!options.json) terminal.err(`${issued.id}, valid until ${issued.expires_at}\n`);
      return EXIT.done;
    },
    {isDefault: true},
  )
    .option('--sub <name>', 'whom it is for; stands in the log and in the audit')
    .option('--permission <word>', 'admin may change things, viewer may look', 'viewer')
    .option('--days <number>', 'how long it is valid: a year at most, 90 days for an admin', '30');
  addCommand<Json>(
    token,
    'list',
    'the tokens that were issued here, newest first',
    async (services, options) => {
      const tokens = await services.listTokens();
      const text = tokens.length > 0 ? renderTokens(tokens) : 'none was issued yet';
      terminal.out(`${options.json ? JSON.stringify({tokens}, null, 2) : text}\n`);
      return EXIT.done;
    },
    {reads: true},
  );
  addCommand<Json & {sub?: string}>(
    token,
    'revoke [id]',
    'withdraws one token, or all that somebody has; counts everywhere within 5 s',
    async (services, options, [id]) => {
      if ((id === undefined) === (options.sub === undefined))
        throw new Failure('usage', 'which one? an ID of `token list`, or --sub NAME for all of somebody');
      const withdrawn = await services.revokeTokens(options.sub === undefined ? {id: id!} : {sub: options.sub.trim()});
      terminal.out(`${options.json ? JSON.stringify(withdrawn, null, 2) : `withdrawn: ${withdrawn.revoked}`}\n`);
      return EXIT.done;
    },
  ).option('--sub <name>', 'all tokens that were issued for this name until now');
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

function renderTokens(tokens: readonly ListedToken[]): string {
  const table = new Table({
    head: ['Id', 'For', 'May', 'Issued', 'Expires', 'Status'],
    style: {head: [], border: [], compact: true},
  });
  for (const {id, subject, permission, issued_at, expires_at, status} of tokens)
    table.push([id, oneLine(subject, 40), permission, issued_at, expires_at, status]);
  return table.toString();
}
