import Table from 'cli-table3';
import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import type {AuditLine} from '../../application/events/audit.ts';
import {Failure} from '../../application/failure.ts';
import {type BusinessDate, parseBusinessDate} from '../../domain/ids.ts';
import {scrub} from '../../domain/scrub.ts';
import type {AuditExported} from './cli-services.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {oneLine} from './terminal.ts';

type ListOptions = {json?: true; since?: string};
type ExportOptions = ListOptions & {until?: string; to: string; replace?: true};

export function addAuditCommand(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const audit = program.command('audit').description('what admins did, and what an auditor can check');
  addCommand<ListOptions>(
    audit,
    'list',
    'what admins asked for and who was given access, newest first',
    async (services, options) => {
      const actions = await services.listAudit(dateIn('--since', options.since));
      const text = actions.length > 0 ? renderAudit(actions) : 'nothing yet';
      terminal.out(`${options.json ? JSON.stringify({actions}, null, 2) : text}\n`);
      return EXIT.done;
    },
    {isDefault: true, reads: true},
  ).option('--since <date>', 'only from that day on');
  addCommand<ExportOptions>(
    audit,
    'export',
    'the log of those days, signed, for who has neither secret nor software of ours (docs/audit.md)',
    async (services, {since, until, to, replace = false, json}) => {
      const range = {since: dateIn('--since', since), until: dateIn('--until', until)};
      if (range.since && range.until && range.since > range.until)
        throw new Failure('usage', `--since ${range.since} is after --until ${range.until}`);
      const exported = await services.exportAudit(range, to, {replace});
      terminal.out(json ? `${JSON.stringify(exported, null, 2)}\n` : renderExport(exported));
      return exported.broken.length === 0 ? EXIT.done : EXIT.failed;
    },
  )
    .option('--since <date>', 'runs of that day and later ones, and what happened from then on')
    .option('--until <date>', 'and no later ones')
    .requiredOption('--to <file>', 'the file to write')
    .option('--replace', 'a file that stands there');
}

function dateIn(option: string, text: string | undefined): BusinessDate | null {
  const date = text === undefined ? null : parseBusinessDate(text);
  if (text !== undefined && date === null) throw new Failure('usage', `${option} is a date: 2024-01-15`);
  return date;
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

function renderExport({file, events, runs, broken, fingerprint}: AuditExported): string {
  const lines = [
    `${counted(events, 'event')} of ${counted(runs, 'run')} and of the other streams in ${scrub(file)}`,
    `signed with the key ${fingerprint}`,
    ...broken.map((text) => `✗ the log itself does not hold: ${text}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
