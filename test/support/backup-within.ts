import {setTimeout as delay} from 'node:timers/promises';
import {type Answer, answerOf, type Installation} from './installation.ts';

export type BackedUpWithin = {readonly at: Installation; readonly backup: string; readonly made: Answer};

/**
 * A backup while a run is amidst its writing, which is killed then. `begin` makes an installation that has a run before it; once
 * more, should a run have ended before anybody looked.
 */
export async function backUpWithin(begin: () => Promise<Installation>): Promise<BackedUpWithin> {
  for (;;) {
    const at = await begin();
    const backup = at.inFolder('state.backup');
    const made = await tryWithin(at, backup);
    if (made) return {at, backup, made};
  }
}

async function tryWithin(at: Installation, file: string): Promise<Answer | null> {
  const run = at.start('run');
  const end = answerOf(run);
  await new Promise<void>((resolve) => {
    run.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('SC_local_control') && resolve());
    run.once('exit', () => resolve());
  });
  for (;;) {
    run.kill('SIGSTOP');
    const made = await at.run(['state', 'backup', file, '--json'], {LOCK_WAIT: '1s'});
    if (run.exitCode !== null) return null;
    if (made.code !== 4) {
      run.kill('SIGKILL');
      await end;
      return made;
    }
    // It was stopped amidst an append, with state.db locked.
    run.kill('SIGCONT');
    await delay(5);
  }
}
