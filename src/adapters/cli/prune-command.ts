import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import {Failure} from '../../application/failure.ts';
import type {Old} from '../../application/state/prune.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {formatNumber} from './terminal.ts';

type Options = {json?: true; olderThan: string; dryRun?: true};

const DAYS = {d: 1, y: 365} as const;
/** What is newer is still looked at. */
const LEAST_DAYS = 30;
const MOST_DAYS = 50 * DAYS.y;

export function addPruneCommand(program: Command, {terminal}: Cli, addCommand: AddCommand): void {
  addCommand<Options>(
    program,
    'prune',
    'remove old mails and log files; never what a run, a verification or an audit needs',
    async (services, {json, olderThan, dryRun = false}) => {
      const old = await services.prune(parseDays(olderThan), {dryRun});
      terminal.out(json ? `${JSON.stringify({...old, dry_run: dryRun})}\n` : render(old, dryRun));
      return EXIT.done;
    },
    {reads: ({dryRun}) => dryRun === true},
  )
    .requiredOption('--older-than <age>', 'such as 2y or 90d, at least 30d and at most 50y')
    .option('--dry-run', 'only say what would be removed');
}

function parseDays(text: string): number {
  const [, count, unit] = /^(\d{1,4})([dy])$/.exec(text) ?? [];
  const days = Number(count) * DAYS[unit as keyof typeof DAYS];
  if (days >= LEAST_DAYS && days <= MOST_DAYS) return days;
  throw new Failure(
    'usage',
    `--older-than ${text}: expected an age such as 2y or 90d, at least ${LEAST_DAYS}d and at most 50y`,
  );
}

function render({before, mails, mail_files, log_files, bytes}: Old, dryRun: boolean): string {
  const counts = `${counted(mails, 'kept mail')}, ${counted(mail_files, 'file of mails', 'files of mails')}, ${counted(log_files, 'log file')}`;
  const size = `${formatNumber(Math.ceil(bytes / 1000))} kB of files`;
  return `${counts} (${size}) from before ${before.slice(0, 10)} ${dryRun ? 'would be removed' : 'removed'}\n`;
}
