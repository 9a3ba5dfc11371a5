import type {Measured} from './child.ts';
import {count, type Figure, median, megabytes, type Say, seconds, times} from './figures.ts';
import {bareLoopOnCopy, type Report, runOnCopy} from './run-once.ts';
import {makeSource} from './source-folder.ts';

const CAMPAIGNS = 10;
const [SMALL, LARGE] = [
  {users: 50_000, pairs: 7},
  {users: 1_000_000, pairs: 5},
] as const;

/** The product and the bare loop, one after the other on equal folders. */
type Pair = {readonly ours: Measured<Report>; readonly bare: {readonly seconds: number; readonly cpuSeconds: number}};

/** From the source table to RunCompleted: `softcollection run --json` against the bare loop, in turns. */
export async function endToEnd(say: Say): Promise<Figure[]> {
  const small = await measurePairs(SMALL, say);
  const large = await measurePairs(LARGE, say);
  const perUser = (pairs: readonly Pair[], users: number) => median(pairs.map(({ours}) => ours.seconds)) / users;
  return [
    ...figuresOf(small, SMALL.users),
    ...figuresOf(large, LARGE.users, {time: 'at most 1.3 x', memory: 'under 450 MB'}),
    {
      what: `time per user, ${count(LARGE.users)} against ${count(SMALL.users)}`,
      measured: times(perUser(large, LARGE.users) / perUser(small, SMALL.users)),
      aim: 'at most 1.3 x',
    },
  ];
}

function figuresOf(pairs: readonly Pair[], users: number, aims?: {time: string; memory: string}): Figure[] {
  const of = (figure: (pair: Pair) => number) => median(pairs.map(figure));
  const figures: readonly [what: string, measured: string, aim?: string | undefined][] = [
    ['whole process', seconds(of(({ours}) => ours.seconds))],
    ['duration_ms of its report', seconds(of(({ours}) => ours.answer.duration_ms / 1000))],
    ['bare insert loop', seconds(of(({bare}) => bare.seconds))],
    ['whole process / bare loop', times(of(({ours, bare}) => ours.seconds / bare.seconds)), aims?.time],
    ['duration_ms / bare loop', times(of(({ours, bare}) => ours.answer.duration_ms / 1000 / bare.seconds))],
    ["processor time / the bare loop's", times(of(({ours, bare}) => ours.cpuSeconds / bare.cpuSeconds))],
    ['peak memory', megabytes(of(({ours}) => ours.megabytes)), aims?.memory],
  ];
  return figures.map(([what, measured, aim]) => ({
    what: `run, ${count(users)} users: ${what}`,
    measured,
    ...(aim ? {aim} : {}),
  }));
}

async function measurePairs({users, pairs}: {users: number; pairs: number}, say: Say): Promise<Pair[]> {
  const source = makeSource(users, CAMPAIGNS);
  try {
    const measured: Pair[] = [];
    for (let n = 1; n <= pairs; n++) {
      const ours = await runOnCopy(source.path, users);
      const bare = await bareLoopOnCopy(source.path);
      measured.push({ours, bare});
      const figures = `run ${seconds(ours.seconds)}, bare loop ${seconds(bare.seconds)}`;
      say(`${count(users)} users, ${n} of ${pairs}: ${figures}`);
    }
    return measured;
  } finally {
    source.remove();
  }
}
