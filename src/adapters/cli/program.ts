import {Command, CommanderError} from 'commander';
import {scrub} from '../../domain/scrub.ts';
import {addAuditCommand} from './audit-command.ts';
import {addCampaignCommands} from './campaign-commands.ts';
import type {Services} from './cli-services.ts';
import type {AddCommand, Cli, OpenOptions} from './command.ts';
import {addDoctorCommand} from './doctor-command.ts';
import {EXIT} from './exit-codes.ts';
import {addExportCommand} from './export-command.ts';
import {addHealthCommand} from './health-command.ts';
import {addHistoryCommands} from './history-commands.ts';
import {addMailCommands} from './mail-commands.ts';
import {attempt, jsonError} from './perform.ts';
import {addPruneCommand} from './prune-command.ts';
import {addRunCommands} from './run-commands.ts';
import {addScheduleCommands} from './schedule-commands.ts';
import {addSetupCommands} from './setup-commands.ts';
import {addStateCommands} from './state-commands.ts';
import {addTokenCommand} from './token-command.ts';
import {addVerifyCommand} from './verify-command.ts';

/** Runs one command line (without node and script); answers the exit code. */
export async function runCli(argv: readonly string[], cli: Cli): Promise<number> {
  const {terminal} = cli;
  let exitCode: number = EXIT.done;
  const addCommand: AddCommand = (
    parent,
    usage,
    description,
    work,
    {demo = false, service = false, reads = false, isDefault = false} = {},
  ) =>
    parent
      .command(usage, {isDefault})
      .description(description)
      .option('--json', 'print one JSON document on stdout')
      .action(async (...given: unknown[]) => {
        const command = given.at(-1) as Command;
        const options = command.opts();
        const onlyReads = typeof reads === 'function' ? reads(options as never) : reads;
        exitCode = await withServices(cli, options, {demo, service, reads: onlyReads}, (services) =>
          work(services, options as never, command.args),
        );
      });

  const program = new Command('softcollection')
    .description(
      "hands each morning's new debtors, evenly and at random, to the running campaigns and their groups A–E",
    )
    .version(cli.version)
    .helpOption('-h, --help', 'help for a command')
    .configureOutput({writeOut: terminal.out, writeErr: (text) => terminal.err(scrub(text))})
    .showSuggestionAfterError()
    .exitOverride();
  addRunCommands(program, cli, addCommand);
  addVerifyCommand(program, cli, addCommand);
  addHistoryCommands(program, cli, addCommand);
  addScheduleCommands(program, cli, addCommand);
  addHealthCommand(program, cli, addCommand);
  addSetupCommands(program, cli, addCommand);
  addMailCommands(program, cli, addCommand);
  addAuditCommand(program, cli, addCommand);
  addCampaignCommands(program, cli, addCommand);
  addExportCommand(program, cli, addCommand);
  addStateCommands(program, cli, addCommand);
  addPruneCommand(program, cli, addCommand);
  addTokenCommand(program, cli, addCommand);
  addDoctorCommand(program, cli, async (options, work) => {
    exitCode = await attempt(cli, options, work);
  });

  try {
    await program.parseAsync([...argv], {from: 'user'});
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    if (argv.includes('--json')) terminal.out(jsonError({kind: 'usage', message: scrub(error.message), advice: null}));
    return EXIT.usage;
  }
}

function withServices(
  {open, terminal}: Cli,
  options: {json?: true},
  openOptions: OpenOptions,
  work: (services: Services) => Promise<number>,
): Promise<number> {
  return attempt({terminal}, options, async () => {
    const services = await open(openOptions);
    try {
      return await work(services);
    } finally {
      await services.close();
    }
  });
}
