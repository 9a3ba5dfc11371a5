import type {Command} from 'commander';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {formatNumber} from './terminal.ts';

type Json = {json?: true};

export function addSetupCommands(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const imports = program.command('import').description('fill the embedded source tables from a CSV file');
  for (const [name, table] of [
    ['users', 'SC_1_120'],
    ['campaigns', 'SoftCollection_theories'],
  ] as const) {
    addCommand<Json & {replace?: true}>(
      imports,
      `${name} <file>`,
      `add the rows of a CSV file to ${table} (header = column names; all rows or none)`,
      async (services, options, [file]) => {
        const rows = await services.importCsv(table, file!, {replace: options.replace === true});
        terminal.out(
          options.json ? `${JSON.stringify({table, rows})}\n` : `${formatNumber(rows)} rows imported into ${table}\n`,
        );
        return EXIT.done;
      },
    ).option('--replace', 'empty the table first');
  }

  addCommand<Json>(program, 'config', 'the effective configuration, secrets masked', async (services, options) => {
    const config = services.describeConfig();
    const width = Math.max(...Object.keys(config).map((name) => name.length));
    const lines = Object.entries(config).map(([name, value]) => `${name.padEnd(width)}  ${value ?? '-'}\n`);
    terminal.out(options.json ? `${JSON.stringify(config, null, 2)}\n` : lines.join(''));
    return EXIT.done;
  });
}
