import type {Command} from 'commander';
import type {RegisteredText} from '../../application/run/register-campaign.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {oneLine} from './terminal.ts';

type Json = {json?: true};

export function addCampaignCommands(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const campaign = program.command('campaign').description('what campaigns are to find out');
  addCommand<Json & {file: string}>(
    campaign,
    'register <id>',
    'lay down hypothesis, outcome and horizon, best before the first person; each change is a new version, and all are kept',
    async (services, {json, file}, [id]) => {
      const registered = await services.registerCampaign(id!, file);
      terminal.out(json ? `${JSON.stringify(registered, null, 2)}\n` : `${head(registered)}\n`);
      return EXIT.done;
    },
  ).requiredOption('--file <file>', 'a text in UTF-8 of at most 64 KB, without ids of people');
  addCommand<Json>(
    campaign,
    'show <id>',
    'what it was registered with, all versions',
    async (services, {json}, [id]) => {
      const versions = await services.listRegistrations(id!);
      const texts = versions.map((it) => `${head(it)}\n\n${linesOf(it.text)}\n`);
      terminal.out(json ? `${JSON.stringify({versions}, null, 2)}\n` : texts.join('\n') || 'not registered\n');
      return EXIT.done;
    },
    {reads: true},
  );
}

function head({campaign, version, at, by, late, sha256}: RegisteredText): string {
  const when = late ? 'late: people had been dealt to it' : 'before its first person';
  return `${campaign} version ${version}, ${at}, ${by}, ${when}, sha256 ${sha256}`;
}

function linesOf(text: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => oneLine(line, 1_000))
    .join('\n');
}
