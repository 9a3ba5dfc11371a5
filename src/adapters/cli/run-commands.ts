import type {Command} from 'commander';
import type {Observe} from '../../application/events/progress.ts';
import {Failure} from '../../application/failure.ts';
import type {RunOutcome} from '../../application/run/run-distribution.ts';
import type {Services} from './cli-services.ts';
import {type AddCommand, type Cli, RECONCILED, type Reconciled} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {progressBar} from './progress-bar.ts';
import {renderPreview} from './render-run.ts';
import {show} from './show-outcome.ts';
import {colorsOf} from './terminal.ts';

type RunOptions = Reconciled & {dryRun?: true; sql?: true; force?: true; reason?: string};

export function addRunCommands(program: Command, cli: Cli, addCommand: AddCommand): void {
  addCommand<{json?: true}>(
    program,
    'demo',
    'from nothing: makes campaigns and 5,000 synthetic users in SQLite, and distributes them',
    (services, options) => demo(services, options, cli),
    {demo: true},
  );
  addCommand<Reconciled>(
    program,
    'start',
    'the service: runs each morning by itself, finishes interrupted runs and unsent mail',
    async (services, options) => {
      cli.heedSignals();
      await services.start({reconciled: options.iHaveReconciled === true});
      return EXIT.done;
    },
    {service: true},
  ).option(...RECONCILED);
  addCommand<RunOptions>(
    program,
    'run',
    'one distribution now; first finishes an owed run',
    (services, options) => run(services, options, cli),
    {reads: ({dryRun}) => dryRun === true},
  )
    .option('--dry-run', 'plan only, write nothing')
    .option('--sql', 'with --dry-run: every statement, with how often it would be sent')
    .option('--force', 'override the safety stop; needs --reason')
    .option('--reason <text>', 'why it is overridden')
    .option(...RECONCILED);
  addCommand<Reconciled & {explain?: true}>(
    program,
    'resume [run]',
    'finish interrupted runs',
    (services, options, [id]) => resume(services, options, id ?? null, cli),
    {reads: ({explain}) => explain === true},
  )
    .option('--explain', 'only say what is owed')
    .option(...RECONCILED);
  addCommand<{json?: true}>(
    program,
    'preview',
    'plan the next run, write nothing',
    (services, options) => preview(services, options, cli, {forced: false, sql: false}),
    {reads: true},
  );
}

async function run(services: Services, options: RunOptions, cli: Cli): Promise<number> {
  if (options.force && !options.reason?.trim()) throw new Failure('usage', '--force needs --reason "…"');
  if (options.reason && !options.force) throw new Failure('usage', '--reason is for --force, which is not given');
  if (options.sql && !options.dryRun) throw new Failure('usage', '--sql is for --dry-run, which is not given');
  if (options.dryRun)
    return preview(services, options, cli, {forced: options.force === true, sql: options.sql === true});
  const forced = options.force ? options.reason!.trim() : null;
  cli.heedSignals();
  const reconciled = options.iHaveReconciled === true;
  const outcome = await withBar(cli, (observe) => services.run({next: true, forced, reconciled}, observe));
  return show(outcome, options, cli.terminal, 'nothing to do');
}

async function demo(services: Services, options: {json?: true}, cli: Cli): Promise<number> {
  await services.prepareDemo();
  const code = await run(services, options, cli);
  const {data, mail, http} = services.settings;
  if (!options.json) {
    const colors = colorsOf(cli.terminal);
    const lines = [
      ['Data', data],
      ['Mail', mail ?? '(sent)'],
      ['Dashboard', `${http}`],
    ];
    cli.terminal.out(`\n${lines.map(([name, place]) => `${colors.dim(name!.padEnd(11))}${place}\n`).join('')}`);
  }
  return code;
}

async function resume(
  services: Services,
  options: Reconciled & {explain?: true},
  id: string | null,
  cli: Cli,
): Promise<number> {
  const owed = await services.listOwed();
  if (id !== null) await services.showRun(id);
  const asked = owed.filter((report) => id === null || report.run_id === id);
  if (options.explain || asked.length === 0) {
    return show({type: 'ended', reports: asked}, options, cli.terminal, 'nothing is owed', EXIT.done);
  }
  cli.heedSignals();
  const reconciled = options.iHaveReconciled === true;
  const outcome = await withBar(cli, (observe) => services.run({next: false, forced: null, reconciled}, observe));
  return show(id === null ? outcome : only(outcome, id), options, cli.terminal, 'nothing is owed');
}

/** All that is owed is finished; the answer is about the run that was asked for. */
function only(outcome: RunOutcome, id: string): RunOutcome {
  if (outcome.type === 'active') return outcome;
  return {...outcome, reports: outcome.reports.filter(({run_id}) => run_id === id)};
}

async function preview(
  services: Services,
  options: {json?: true},
  cli: Cli,
  asked: {forced: boolean; sql: boolean},
): Promise<number> {
  const plan = await withBar(cli, (observe) => services.preview(asked, observe));
  cli.terminal.out(options.json ? `${JSON.stringify(plan, null, 2)}\n` : `${renderPreview(plan, cli.terminal)}\n`);
  return {planned: EXIT.done, skipped: EXIT.skipped, failed: EXIT.failed}[plan.status];
}

async function withBar<Result>({terminal}: Cli, work: (observe: Observe) => Promise<Result>): Promise<Result> {
  const bar = progressBar(terminal);
  try {
    return await work(bar.observe);
  } finally {
    bar.stop();
  }
}
