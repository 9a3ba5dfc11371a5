import type {Command} from 'commander';
import type {ImportResult} from '../../application/import/import-rows.ts';
import type {SourceTable} from '../../application/ports/source-tables.ts';
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
    addCommand<Json & {replace?: true; dryRun?: true}>(
      imports,
      `${name} <file>`,
      `add the rows of a CSV file to ${table} (header = column names; all rows or none)`,
      async (services, {json, replace = false, dryRun = false}, [file]) => {
        const result = await services.importCsv(table, file!, {replace, dryRun});
        terminal.out(json ? `${JSON.stringify({table, ...result})}\n` : renderImport(table, result, dryRun));
        return EXIT.done;
      },
    )
      .option('--replace', 'empty the table first')
      .option('--dry-run', 'only read the file and say what would be imported');
  }

  addCommand<Json>(program, 'config', 'the effective configuration, secrets masked', async (services, options) => {
    const config = services.describeConfig();
    const width = Math.max(...Object.keys(config).map((name) => name.length));
    const lines = Object.entries(config).map(([name, value]) => `${name.padEnd(width)}  ${value ?? '-'}\n`);
    terminal.out(options.json ? `${JSON.stringify(config, null, 2)}\n` : lines.join(''));
    return EXIT.done;
  });
}

function renderImport(table: SourceTable, {rows, malformed}: ImportResult, dryRun: boolean): string {
  const what = `${formatNumber(rows)} rows ${dryRun ? 'would be imported' : 'imported'} into ${table}\n`;
  if (malformed === 0) return what;
  const spoilt =
    table === 'SC_1_120' ? 'ids look spoilt (see IIN_FORMAT)' : 'THEORY_IDs are not of the form SC00000001';
  return `${what}! ${formatNumber(malformed)} ${spoilt}: a run leaves them out\n`;
}
