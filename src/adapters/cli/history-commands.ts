import Table from 'cli-table3';
import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import type {RunPage} from '../../application/events/page-runs.ts';
import {Failure} from '../../application/failure.ts';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import type {RunReport} from '../../domain/run-report.ts';
import {type AddCommand, type Cli, RECONCILED, type Reconciled} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {renderRun} from './render-run.ts';
import {show} from './show-outcome.ts';
import {colorsOf, formatDuration, formatNumber, oneLine, type Terminal} from './terminal.ts';

type Json = {json?: true};

export function addHistoryCommands(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const print = (options: Json, value: unknown, text: () => string) =>
    terminal.out(`${options.json ? JSON.stringify(value, null, 2) : text()}\n`);

  const runs = program.command('runs').description('the history of runs');
  addCommand<Json & {limit: string; before?: string; full?: true}>(
    runs,
    'list',
    'the runs, newest first',
    async (services, options) => {
      const limit = Number(options.limit);
      if (!/^\d{1,5}$/.test(options.limit) || limit < 1)
        throw new Failure('usage', '--limit is a number from 1 to 99999');
      const page = {limit, before: options.before ?? null, detail: options.full === true};
      const found = await services.pageRuns(page);
      print(options, found, () => (found.runs.length > 0 ? renderList(found) : 'no runs yet'));
      return EXIT.done;
    },
    {isDefault: true, reads: true},
  )
    .option('--limit <n>', 'how many', '20')
    .option('--before <run>', 'only those before this one')
    .option('--full', "with --json: the campaigns' details too");
  addCommand<Json>(
    runs,
    'show <run>',
    'one run',
    async (services, options, [id]) => {
      const report = (await services.showRun(id!))!;
      print(options, report, () => `${renderRun(report, terminal)}${renderNotifications(report, terminal)}`);
      return EXIT.done;
    },
    {reads: true},
  );
  addCommand<Json & {showSeed?: true}>(
    runs,
    'events <run>',
    "a run's events as stored",
    async (services, options, [id]) => {
      const events = await services.runEvents(id!, {showSeed: options.showSeed === true});
      print(options, {events}, () => events.map(renderEvent).join('\n'));
      return EXIT.done;
    },
    {reads: true},
  ).option('--show-seed', 'show the seed, which reveals who is where to whoever knows the ids');
  addCommand<Reconciled & {reason: string}>(
    runs,
    'abandon <run>',
    'release a planned run: what it owes is never written',
    async (services, options, [id]) => {
      const said = {reason: options.reason.trim(), reconciled: options.iHaveReconciled === true};
      const outcome = await services.abandon(id!, said, () => {});
      return show(outcome, options, terminal, '');
    },
  )
    .requiredOption('--reason <text>', 'why')
    .option(...RECONCILED);
}

function renderList({runs, next}: RunPage): string {
  const table = new Table({
    head: ['Run', 'Attempt', 'Status', 'Users', 'Owed rows', 'Started', 'Took'],
    colAligns: ['left', 'right', 'left', 'right', 'right', 'left', 'right'],
    style: {head: [], border: [], compact: true},
  });
  for (const report of runs) {
    table.push([
      report.run_id,
      String(report.attempt),
      report.status + (report.reason ? `: ${oneLine(report.reason, 40)}` : ''),
      formatNumber(report.users.distributed),
      formatNumber(report.owed.reduce((sum, {rows}) => sum + rows, 0)),
      report.started_at,
      formatDuration(report.duration_ms),
    ]);
  }
  const more = next ? `\nolder ones: softcollection runs list --before ${next}` : '';
  return `${table.toString()}${more}`;
}

function renderNotifications({notifications}: RunReport, terminal: Terminal): string {
  const {dim} = colorsOf(terminal);
  return notifications
    .map(
      ({kind, status, failures}) =>
        `\n${dim('Mail     ')}${kind}: ${status}${failures > 0 ? `, ${counted(failures, 'failed try', 'failed tries')}` : ''}`,
    )
    .join('');
}

function renderEvent({version, at, type, data, actor}: StoredEvent): string {
  return `${String(version).padStart(4)}  ${at}  ${type.padEnd(20)}  ${oneLine(actor, 60)}  ${oneLine(JSON.stringify(data), 160)}`;
}
