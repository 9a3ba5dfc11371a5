import {clockAt} from '../test/support/faked-clock.ts';
import {count, type Figure, median, megabytes, type Say, seconds, times} from './figures.ts';
import {onCopy, runIn} from './run-once.ts';
import {makeSource, replaceUsers} from './source-folder.ts';
import {syntheticIds} from './synthetic.ts';

const USERS = 1_000_000;
const ROUNDS = 3;
/** The second day is the next by the calendar too: what a run reads depends on what came today. */
const TOMORROW = 86_400_000;

/** A second run for other people into the same campaigns: what the rows cost that stand there already. */
export async function nextDay(say: Say): Promise<Figure[]> {
  const source = makeSource(USERS, 10);
  const others = syntheticIds(USERS, USERS);
  try {
    const rounds = [];
    for (let n = 1; n <= ROUNDS; n++) {
      const days = await onCopy(source.path, async (folder) => {
        const first = await runIn(folder, USERS, clockAt(Date.now()));
        replaceUsers(folder, others);
        return {first, second: await runIn(folder, USERS, clockAt(Date.now() + TOMORROW))};
      });
      rounds.push(days);
      const {first, second} = days;
      say(`next day, ${n} of ${ROUNDS}: first ${seconds(first.seconds)}, second ${seconds(second.seconds)}`);
    }
    const name = `next day, another ${count(USERS)} users:`;
    return [
      {what: `${name} whole process`, measured: seconds(median(rounds.map(({second}) => second.seconds)))},
      {
        what: `${name} whole process / the first day's`,
        measured: times(median(rounds.map(({first, second}) => second.seconds / first.seconds))),
        aim: 'at most 1.5 x',
      },
      {
        what: `${name} processor time / the first day's`,
        measured: times(median(rounds.map(({first, second}) => second.cpuSeconds / first.cpuSeconds))),
      },
      {
        what: `${name} peak memory`,
        measured: megabytes(median(rounds.map(({second}) => second.megabytes))),
        aim: 'under 450 MB',
      },
    ];
  } finally {
    source.remove();
  }
}
