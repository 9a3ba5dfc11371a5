import type {Command} from 'commander';
import {counted} from '../../application/english.ts';
import type {BackupCounts} from '../../application/ports/backup-file.ts';
import {scrub} from '../../domain/scrub.ts';
import type {BackedUp, Restored} from './cli-services.ts';
import type {AddCommand, Cli} from './command.ts';
import {EXIT} from './exit-codes.ts';
import {countBar} from './progress-bar.ts';
import type {Terminal} from './terminal.ts';

type Options = {json?: true; replace?: true};

/** Those under `state` that write a backup and read it. */
export function addBackupCommands(state: Command, {terminal}: Cli, addCommand: AddCommand): void {
  addCommand<Options>(
    state,
    'backup <file>',
    'the whole state as one file that only you can read, while the service runs',
    async (services, {json, replace = false}, [file]) => {
      const made = await withCount(terminal, 'backup', (count) => services.backUpState(file!, {replace}, count));
      terminal.out(json ? `${JSON.stringify(made, null, 2)}\n` : renderBackup(made));
      return EXIT.done;
    },
    {reads: true},
  ).option('--replace', 'a file that stands there');
  addCommand<Options>(
    state,
    'restore <file>',
    'put a backup in the place of an empty state, with the service stopped',
    async (services, {json, replace = false}, [file]) => {
      const restored = await withCount(terminal, 'restore', (count) => services.restoreState(file!, {replace}, count));
      terminal.out(json ? `${JSON.stringify(restored, null, 2)}\n` : renderRestored(restored));
      return EXIT.done;
    },
  ).option('--replace', 'the state that stands here goes for good');
}

async function withCount<Result>(
  terminal: Terminal,
  stage: string,
  work: (count: (counts: BackupCounts) => void) => Promise<Result>,
): Promise<Result> {
  const bar = countBar(terminal, stage);
  try {
    return await work((counts) => bar.count(Object.values(counts).reduce((sum, n) => sum + n, 0)));
  } finally {
    bar.stop();
  }
}

function sayCounts({event, roster, register, mail}: BackupCounts): string {
  const sealed = counted(roster, 'roster or list', 'rosters and lists');
  return `${counted(event, 'event')}, ${sealed}, ${counted(register, 'part')} of the register, ${counted(mail, 'mail')}`;
}

function renderBackup({file, counts, apart}: BackedUp): string {
  const width = Math.max(...apart.map(({what}) => what.length));
  const lines = apart.map(({what, where}) => `  ${what.padEnd(width)}  ${where}\n`);
  return `${sayCounts(counts)} in ${scrub(file)}\nBack these up too, and keep them apart from it:\n${lines.join('')}`;
}

function renderRestored({at, version, counts}: Restored): string {
  return `${sayCounts(counts)} of ${at} (softcollection ${version}) restored\n`;
}
