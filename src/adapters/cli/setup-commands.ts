import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import type {ImportResult} from '../../application/import/import-rows.ts';
import type {SourceTable} from '../../application/ports/source-tables.ts';
import type {VariableNotes} from './cli-services.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';

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
      {reads: ({dryRun}) => dryRun === true},
    )
      .option('--replace', 'empty the table first')
      .option('--dry-run', 'only read the file and say what would be imported');
  }

  const config = 'the effective configuration, secrets masked';
  addCommand<Json & {describe?: true}>(
    program,
    'config',
    config,
    async (services, {json, describe}) => {
      for (const doubt of await services.doubtConfig()) terminal.err(`warning: ${doubt}\n`);
      const values = services.describeConfig();
      const notes = describe ? services.describeVariables() : {};
      const described = Object.entries(notes).map(([name, {doc, expected, fallback}]) => [
        name,
        {value: values[name] ?? null, doc, expected, default: fallback},
      ]);
      const shown = describe ? Object.fromEntries(described) : values;
      terminal.out(json ? `${JSON.stringify(shown, null, 2)}\n` : renderConfig(values, notes));
      return EXIT.done;
    },
    {reads: true},
  ).option('--describe', 'say what each variable is for, what it may be, and its default');
}

function renderConfig(
  values: Readonly<Record<string, string | number | null>>,
  notes: Readonly<Record<string, VariableNotes>>,
): string {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  const lines = Object.entries(values).flatMap(([name, value]) => {
    const about = notes[name];
    const line = `${name.padEnd(width)}  ${value ?? '-'}`;
    if (!about) return [line];
    const {doc, expected, fallback} = about;
    return [line, `${' '.repeat(width)}  ${doc} (${expected}${fallback === null ? '' : `; default ${fallback}`})`];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function renderImport(table: SourceTable, {rows, malformed}: ImportResult, dryRun: boolean): string {
  const what = `${counted(rows, 'row')} ${dryRun ? 'would be imported' : 'imported'} into ${table}\n`;
  if (malformed === 0) return what;
  const [one, many] =
    table === 'SC_1_120'
      ? ['id looks spoilt (see IIN_FORMAT)', 'ids look spoilt (see IIN_FORMAT)']
      : ['THEORY_ID is not of the form SC00000001', 'THEORY_IDs are not of the form SC00000001'];
  return `${what}! ${counted(malformed, one, many)}: left out by a run\n`;
}
