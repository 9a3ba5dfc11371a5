import Table from 'cli-table3';
import type {Command} from 'commander';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import type {RunReport} from '../../domain/run-report.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {renderRun} from './render-run.ts';
import {show} from './show-outcome.ts';
import {colorsOf, formatDuration, formatNumber, oneLine, type Terminal} from './terminal.ts';

type Json = {json?: true};

export function addHistoryCommands(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const print = (options: Json, value: unknown, text: () => string) =>
    terminal.out(`${options.json ? JSON.stringify(value, null, 2) : text()}\n`);

  addCommand<Json & {chain?: true}>(
    program,
    'verify [run]',
    'prove a run from log, secret, roster and tables (by default the latest)',
    async (services, options, [id]) => {
      const report = options.chain
        ? {run_id: null, ...(await services.verifyChain().then((check) => ({ok: check.ok, checks: [check]})))}
        : await services.verify(id ?? null);
      const colors = colorsOf(terminal);
      print(options, report, () =>
        [
          colors.bold(report.run_id ?? 'all streams'),
          ...report.checks.map(
            ({check, ok, detail}) => `${ok ? colors.green('✓') : colors.red('✗')} ${check.padEnd(17)}${detail}`,
          ),
        ].join('\n'),
      );
      return report.ok ? EXIT.done : EXIT.failed;
    },
  ).option('--chain', "only the event log's hash chains: of all runs, the scheduler and the audit");

  const runs = program.command('runs').description('the history of runs');
  addCommand<Json>(
    runs,
    'list',
    'all runs, newest first',
    async (services, options) => {
      const reports = await services.listRuns();
      print(options, {runs: reports}, () => (reports.length > 0 ? renderList(reports) : 'no runs yet'));
      return EXIT.done;
    },
    {isDefault: true},
  );
  addCommand<Json>(runs, 'show <run>', 'one run', async (services, options, [id]) => {
    const report = (await services.showRun(id!))!;
    print(options, report, () => `${renderRun(report, terminal)}${renderNotifications(report, terminal)}`);
    return EXIT.done;
  });
  addCommand<Json & {showSeed?: true}>(
    runs,
    'events <run>',
    "a run's events as stored",
    async (services, options, [id]) => {
      const events = await services.runEvents(id!, {showSeed: options.showSeed === true});
      print(options, {events}, () => events.map(renderEvent).join('\n'));
      return EXIT.done;
    },
  ).option('--show-seed', 'show the seed, which reveals who is where to whoever knows the ids');
  addCommand<Json & {reason: string}>(
    runs,
    'abandon <run>',
    'release a planned run: what it owes is never written',
    async (services, options, [id]) => {
      const outcome = await services.abandon(id!, options.reason.trim(), () => {});
      return show(outcome, options, terminal, '');
    },
  ).requiredOption('--reason <text>', 'why');
}

function renderList(reports: readonly RunReport[]): string {
  const table = new Table({
    head: ['Run', 'Attempt', 'Status', 'Users', 'Campaigns', 'Owed rows', 'Started', 'Took'],
    colAligns: ['left', 'right', 'left', 'right', 'right', 'right', 'left', 'right'],
    style: {head: [], border: [], compact: true},
  });
  for (const report of reports) {
    table.push([
      report.run_id,
      String(report.attempt),
      report.status + (report.reason ? `: ${oneLine(report.reason, 40)}` : ''),
      formatNumber(report.users.distributed),
      String(report.campaigns.length),
      formatNumber(report.owed.reduce((sum, {rows}) => sum + rows, 0)),
      report.started_at,
      formatDuration(report.duration_ms),
    ]);
  }
  return table.toString();
}

function renderNotifications({notifications}: RunReport, terminal: Terminal): string {
  const {dim} = colorsOf(terminal);
  return notifications
    .map(
      ({kind, status, failures}) =>
        `\n${dim('Mail     ')}${kind}: ${status}${failures > 0 ? `, ${failures} failed tries` : ''}`,
    )
    .join('');
}

function renderEvent({version, at, type, data, actor}: StoredEvent): string {
  return `${String(version).padStart(4)}  ${at}  ${type.padEnd(20)}  ${actor}  ${oneLine(JSON.stringify(data), 160)}`;
}
