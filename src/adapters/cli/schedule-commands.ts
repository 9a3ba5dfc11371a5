import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import {Failure} from '../../application/failure.ts';
import {EARLY_ADVICE} from '../../application/service/early-answers.ts';
import {DAILY_JOB} from '../../application/service/scheduler.ts';
import type {RunReport} from '../../domain/run-report.ts';
import {zonedTime} from '../../domain/wall-time.ts';
import type {Services} from './cli-services.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {colorsOf, type Terminal} from './terminal.ts';

type Json = {json?: true};

export function addScheduleCommands(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  const print = (options: Json, value: unknown, text: string) =>
    terminal.out(`${options.json ? JSON.stringify(value, null, 2) : text}\n`);

  addCommand<Json>(
    program,
    'status',
    'whether the daily job is on, its next run and the latest one',
    async (services, options) => {
      const status = await readStatus(services);
      print(options, status, renderStatus(status, terminal));
      return EXIT.done;
    },
    {reads: true},
  );
  addCommand<Json & {count: string}>(
    program,
    'next',
    'the next runs of the daily job',
    async (services, options) => {
      const count = Number(options.count);
      if (!Number.isInteger(count) || count < 1 || count > 100) throw new Failure('usage', '--count is from 1 to 100');
      const {timezone} = services.settings;
      const runs = (await services.nextRuns(count)).map((slot) => ({
        job_id: DAILY_JOB.id,
        run_at: zonedTime(Date.parse(slot), timezone),
      }));
      const text = runs.length > 0 ? runs.map(({run_at}) => run_at).join('\n') : 'the daily job is switched off';
      print(options, {next_runs: runs, timezone}, text);
      return EXIT.done;
    },
    {reads: true},
  ).option('--count <n>', 'how many', '5');

  const scheduler = program.command('scheduler').description('switches the daily job on and off, for all processes');
  for (const [word, on] of [
    ['start', true],
    ['stop', false],
  ] as const) {
    addCommand<Json>(
      scheduler,
      word,
      `switch the daily job ${on ? 'on' : 'off'}; it stays so`,
      async (services, options) => {
        const changed = await services.switchScheduler(on);
        const status = await readStatus(services);
        print(options, {...status, changed}, renderStatus(status, terminal));
        return EXIT.done;
      },
    );
  }
  addCommand<Json>(
    scheduler,
    'reopen',
    'undo what a clock that was ahead has said of slots that are not due yet',
    async (services, options) => {
      const {slots} = await services.reopenSlots();
      const status = await readStatus(services);
      const said =
        slots.length > 0 ? `${counted(slots.length, 'slot is', 'slots are')} owed again` : 'nothing was to be undone';
      print(options, {...status, reopened: slots}, `${said}\n${renderStatus(status, terminal)}`);
      return EXIT.done;
    },
  );
}

type Status = {
  readonly status: 'running' | 'stopped';
  readonly next_run: string | null;
  readonly cron: string;
  readonly timezone: string;
  readonly last_run: RunReport | null;
  /** Slots that are answered although they lie ahead. */
  readonly answered_early: readonly string[];
};

async function readStatus(services: Services): Promise<Status> {
  const {cron, timezone} = services.settings;
  const {status, nextRun} = await services.schedulerStatus();
  const early = await services.earlyAnswers();
  return {
    status,
    next_run: nextRun && zonedTime(Date.parse(nextRun), timezone),
    cron,
    timezone,
    last_run: await services.showRun(null),
    answered_early: early.isBeginning ? ['the first start', ...early.slots] : early.slots,
  };
}

function renderStatus(
  {status, next_run, cron, timezone, last_run, answered_early: early}: Status,
  terminal: Terminal,
): string {
  const colors = colorsOf(terminal);
  const on = status === 'running';
  const last = last_run
    ? `${last_run.run_id}  ${last_run.status}${last_run.reason ? `: ${last_run.reason}` : ''}`
    : 'none yet';
  return [
    `${DAILY_JOB.name}  ${on ? colors.green('on') : colors.yellow('switched off')}`,
    `${colors.dim('Next run'.padEnd(10))}${next_run ?? 'none'}  ${colors.dim(`${cron}, ${timezone}`)}`,
    `${colors.dim('Last run'.padEnd(10))}${last}`,
    ...(early.length > 0
      ? [colors.yellow(`Answered already, and ahead: ${early.slice(0, 3).join(', ')}. ${EARLY_ADVICE}`)]
      : []),
  ].join('\n');
}
