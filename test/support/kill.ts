import {setTimeout as delay} from 'node:timers/promises';
import {type Answer, answerOf, type Installation} from './installation.ts';

/** After so many lines of the log and so many milliseconds more. */
export type Moment = {readonly lines: number; readonly ms: number};

export async function killAt(at: Installation, {lines, ms}: Moment): Promise<void> {
  const child = at.start('run');
  const end = answerOf(child);
  const kill = () => setTimeout(() => child.kill('SIGKILL'), ms);
  let seen = 0;
  if (lines === 0) kill();
  else {
    child.stderr.on('data', (chunk: Buffer) => {
      const before = seen;
      seen += chunk.toString().split('\n').length - 1;
      if (before < lines && seen >= lines) kill();
    });
  }
  await end;
}

/** The killed process holds its lease until it runs out. */
export async function untilFree(at: Installation, words: string): Promise<Answer> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const answer = await at.run(words);
    if (answer.code !== 5 || Date.now() > deadline) return answer;
    await delay(500);
  }
}
