import Table from 'cli-table3';
import type {Command} from 'commander';
import type {AuditLine} from '../../application/events/audit.ts';
import {Failure} from '../../application/failure.ts';
import {parseBusinessDate} from '../../domain/ids.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {oneLine} from './terminal.ts';

type Options = {json?: true; since?: string};

export function addAuditCommand(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  addCommand<Options>(program, 'audit', 'what admins asked for over HTTP, newest first', async (services, options) => {
    const since = options.since === undefined ? null : parseBusinessDate(options.since);
    if (options.since !== undefined && since === null) throw new Failure('usage', '--since is a date: 2024-01-15');
    const actions = await services.listAudit(since);
    const text = actions.length > 0 ? renderAudit(actions) : 'nothing yet';
    terminal.out(`${options.json ? JSON.stringify({actions}, null, 2) : text}\n`);
    return EXIT.done;
  }).option('--since <date>', 'only from that day on');
}

function renderAudit(actions: readonly AuditLine[]): string {
  const table = new Table({
    head: ['At', 'Who', 'What', 'From', 'Outcome'],
    style: {head: [], border: [], compact: true},
  });
  for (const {at, who, what, from, outcome} of actions)
    table.push([at, ...[who, what, from, outcome].map((text) => oneLine(text, 60))]);
  return table.toString();
}
