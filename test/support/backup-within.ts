import {setTimeout as delay} from 'node:timers/promises';
import {type Answer, answerOf, type Installation} from './installation.ts';

/** A backup while a run is amidst its writing, which is killed then. */
export async function backUpWithin(at: Installation, file: string): Promise<Answer> {
  const run = at.start('run');
  const end = answerOf(run);
  await new Promise<void>((resolve) => {
    run.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('SC_local_control') && resolve());
    run.once('exit', () => resolve());
  });
  for (;;) {
    run.kill('SIGSTOP');
    const made = await at.run(['state', 'backup', file, '--json'], {LOCK_WAIT: '1s'});
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
