import {type Measured, measureChild} from './child.ts';
import {copyFolder} from './source-folder.ts';

export type Report = {
  readonly status: string;
  readonly duration_ms: number;
  readonly users: {readonly distributed: number};
};

/** `softcollection run --json` on a copy of a DATA_DIR. */
export function runOnCopy(source: string, users: number): Promise<Measured<Report>> {
  return onCopy(source, (folder) => runIn(folder, users));
}

/**
 * The command as people call it, but on this folder alone: no `.env`, nothing of this process's environment but `settings`.
 */
export async function runIn(
  folder: string,
  users: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<Measured<Report>> {
  const run = await measureChild<Report>('dist/bootstrap/main.js', {
    parameters: ['run', '--json'],
    env: {DATA_DIR: folder, MAX_USERS: '2000000', ...settings},
    cwd: folder,
  });
  const {status, users: counts} = run.answer;
  if (status !== 'completed' || counts.distributed !== users) throw new Error(`the run ended ${status}`);
  return run;
}

export function bareLoopOnCopy(source: string): Promise<{seconds: number; cpuSeconds: number}> {
  return onCopy(source, async (folder) => {
    const options = {parameters: [folder], nodeOptions: ['--import', 'tsx']};
    return (await measureChild<{seconds: number; cpuSeconds: number}>('bench/bare-loop.ts', options)).answer;
  });
}

export async function onCopy<Result>(source: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = copyFolder(source);
  try {
    return await work(folder.path);
  } finally {
    folder.remove();
  }
}
