import type {Command} from 'commander';
import {addBackupCommands} from './backup-commands.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {formatNumber} from './terminal.ts';

export function addStateCommands(program: Command, cli: Cli, addCommand: AddCommand): void {
  const {terminal} = cli;
  const state = program.command('state').description("the service's own memory");
  addBackupCommands(state, cli, addCommand);
  addCommand<{json?: true}>(
    state,
    'rebuild',
    'make what is kept ready of the runs anew from the event log',
    async (services, options) => {
      const runs = await services.rebuildState();
      terminal.out(options.json ? `${JSON.stringify({runs})}\n` : `${formatNumber(runs)} runs taken from the log\n`);
      return EXIT.done;
    },
  );
  addCommand<{json?: true}>(
    state,
    'rekey',
    'put what is sealed under a key of ROSTER_KEY_OLD under ROSTER_KEY',
    async (services, options) => {
      const rekeyed = await services.rekeyState();
      const text = `${formatNumber(rekeyed.rosters)} rosters, ${formatNumber(rekeyed.lists)} lists and ${formatNumber(rekeyed.campaigns)} campaigns sealed anew; ROSTER_KEY_OLD can go`;
      terminal.out(`${options.json ? JSON.stringify(rekeyed) : text}\n`);
      return EXIT.done;
    },
  );
}
