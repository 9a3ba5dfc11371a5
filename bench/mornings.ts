import {clockAt} from '../test/support/faked-clock.ts';
import type {Measured} from './child.ts';
import {count, type Figure, megabytes, type Say, seconds, times} from './figures.ts';
import {onCopy, type Report, runIn} from './run-once.ts';
import {makeSource, replaceUsers} from './source-folder.ts';
import {syntheticIds} from './synthetic.ts';

const [USERS, CAMPAIGNS, MORNINGS] = [20_000, 10, 90];
type Run = Measured<Report>;

/** The last mornings, of which the quickest counts, as of the first ones on fresh folders: what else runs only adds. */
const ROUNDS = 5;

/** Each on a day of its own, as what a run reads depends on what came today. */
const runOn = (folder: string, morning: number) => runIn(folder, USERS, clockAt(Date.now() + morning * 86_400_000));

/** Morning after morning into the same campaigns: the last must not cost what the past weighs. */
export async function mornings(say: Say): Promise<Figure[]> {
  const source = makeSource(USERS, CAMPAIGNS);
  try {
    const firsts: Run[] = [];
    for (let n = 0; n < ROUNDS; n++) firsts.push(await onCopy(source.path, (folder) => runOn(folder, 1)));
    const all = await onCopy(source.path, async (folder) => {
      const runs: Run[] = [];
      for (let morning = 1; morning <= MORNINGS; morning++) {
        if (morning > 1) replaceUsers(folder, syntheticIds(USERS, (morning - 1) * USERS));
        const run = await runOn(folder, morning);
        runs.push(run);
        if (morning % 10 === 0) say(`morning ${morning}: ${seconds(run.answer.duration_ms / 1000)}`);
      }
      return runs;
    });
    const least = (runs: readonly Run[], figure: (run: Run) => number) => Math.min(...runs.map(figure));
    const lasts = all.slice(-ROUNDS);
    const ratio = (figure: (run: Run) => number) => times(least(lasts, figure) / least(firsts, figure));
    const what = `morning ${MORNINGS}, ${count(USERS)} users, ${CAMPAIGNS} campaigns:`;
    return [
      {what: `${what} duration_ms`, measured: seconds(least(lasts, ({answer}) => answer.duration_ms / 1000))},
      {
        what: `${what} duration_ms / the first's`,
        measured: ratio(({answer}) => answer.duration_ms),
        aim: 'at most 2 x',
      },
      {what: `${what} whole process / the first's`, measured: ratio((run) => run.seconds), aim: 'at most 2 x'},
      {what: `${what} processor time / the first's`, measured: ratio((run) => run.cpuSeconds)},
      {what: `${what} peak memory`, measured: megabytes(Math.max(...lasts.map((run) => run.megabytes)))},
    ];
  } finally {
    source.remove();
  }
}
