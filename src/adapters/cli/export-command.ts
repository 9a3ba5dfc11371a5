import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import {scrub} from '../../domain/scrub.ts';
import type {Exported} from './cli-services.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';

type Options = {json?: true; to: string; replace?: true};

export function addExportCommand(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const lists = program.command('export').description('lists for analysts');
  addCommand<Options>(
    lists,
    'assignments <campaign>',
    'who was assigned where, with what probability: a CSV file that only you can read',
    async (services, {json, to, replace = false}, [campaign]) => {
      const exported = await services.exportAssignments(campaign!, to, {replace});
      terminal.out(json ? `${JSON.stringify(exported, null, 2)}\n` : render(exported));
      return EXIT.done;
    },
    {reads: true},
  )
    .requiredOption('--to <file>', 'the file to write')
    .option('--replace', 'a file that stands there');
}

const REASONS = {
  term_over: 'longer ago than LIST_DAYS',
  no_list: 'no list is kept of it (LIST_DAYS=0 keeps none), and its roster is gone or does not tell probabilities',
} as const;

function render({file, people, runs, missing}: Exported): string {
  const lines = [
    `${counted(people, 'person', 'people')} of ${counted(runs, 'run')} in ${scrub(file)}`,
    ...missing.map(
      (run) => `! ${run.run_id} cannot be listed: ${REASONS[run.reason]} (${counted(run.people, 'person', 'people')})`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
