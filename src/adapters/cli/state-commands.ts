import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import type {Migration} from '../../application/state/migrate.ts';
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
      terminal.out(options.json ? `${JSON.stringify({runs})}\n` : `${counted(runs, 'run')} taken from the log\n`);
      return EXIT.done;
    },
  );
  addCommand<{json?: true; dryRun?: true}>(
    state,
    'migrate',
    'bring the state to the shape of this version, as the next start would',
    async (services, {json, dryRun = false}) => {
      const migration = await services.migrateState({dryRun});
      terminal.out(json ? `${JSON.stringify({...migration, dry_run: dryRun})}\n` : renderMigration(migration, dryRun));
      return EXIT.done;
    },
    {reads: ({dryRun}) => dryRun === true},
  ).option('--dry-run', 'only look, and say what there is to do');
  addCommand<{json?: true}>(
    state,
    'rekey',
    'put what is sealed under a key of ROSTER_KEY_OLD under ROSTER_KEY',
    async (services, options) => {
      const rekeyed = await services.rekeyState();
      const text = `${counted(rekeyed.rosters, 'roster')}, ${counted(rekeyed.lists, 'list')} and ${counted(rekeyed.campaigns, 'campaign')} sealed anew; ROSTER_KEY_OLD can go`;
      terminal.out(`${options.json ? JSON.stringify(rekeyed) : text}\n`);
      return EXIT.done;
    },
  );
}

function renderMigration({made, summaries, events, older_events}: Migration, dryRun: boolean): string {
  if (events === 0 && made.length === 0) return 'there is no state yet: the first start makes it\n';
  const lines = [
    ...made.map((name) => `${dryRun ? 'to make' : 'made'}: ${name}`),
    ...(summaries > 0
      ? [`${dryRun ? 'to make anew' : 'made anew'}: the summaries of ${counted(summaries, 'run')}`]
      : []),
    ...(made.length + summaries === 0 ? ['nothing to do: the state has the shape of this version'] : []),
    `${counted(events, 'event stays as it is', 'events stay as they are')}, ${formatNumber(older_events)} of them of an older schema`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}
