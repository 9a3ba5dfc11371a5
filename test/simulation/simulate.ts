import {fork} from 'node:child_process';
import {availableParallelism} from 'node:os';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {playHistory} from './history.ts';
import {brokenInvariants} from './invariants.ts';
import {PLANTED_BUGS} from './planted-bugs.ts';

const HELP = `Plays histories of runs with seeded faults and checks what must never break.

  npm run simulate -- --seeds 10000     that many histories, on all cores
  npm run simulate -- --seed 4711       one history, told in full
  options: --from N (the first seed), --bug NAME (with a planted bug: ${Object.keys(PLANTED_BUGS).join(', ')})
`;

const {values} = parseArgs({
  options: {
    seeds: {type: 'string'},
    seed: {type: 'string'},
    from: {type: 'string', default: '0'},
    step: {type: 'string'},
    bug: {type: 'string'},
    help: {type: 'boolean'},
  },
});
const sabotage = values.bug === undefined ? undefined : PLANTED_BUGS[values.bug];

if (values.help || (values.bug !== undefined && !sabotage) || (!values.seeds && !values.seed)) {
  process.stdout.write(HELP);
  process.exitCode = values.help ? 0 : 2;
} else if (values.seed !== undefined) {
  process.exitCode = await tell(Number(values.seed));
} else if (values.step !== undefined) {
  process.exitCode = await play(Number(values.from), Number(values.seeds), Number(values.step));
} else {
  process.exitCode = await share(Number(values.from), Number(values.seeds));
}

/** One history in full. */
async function tell(seed: number): Promise<number> {
  const history = await playHistory(seed, sabotage);
  const broken = await brokenInvariants(history);
  const lines = [
    'faults:',
    ...history.faults,
    'processes:',
    ...history.ends,
    broken.length > 0 ? 'BROKEN:' : 'all holds',
    ...broken,
  ];
  process.stdout.write(`${lines.join('\n  ')}\n`);
  return broken.length > 0 ? 1 : 0;
}

/** Every `step`-th seed from `from`; a broken one is named with the command that replays it. */
async function play(from: number, seeds: number, step: number): Promise<number> {
  let failed = 0;
  for (let seed = from; seed < seeds; seed += step) {
    const broken = await brokenInvariants(await playHistory(seed, sabotage));
    if (broken.length === 0) continue;
    failed++;
    const bug = values.bug ? ` --bug '${values.bug}'` : '';
    process.stdout.write(`seed ${seed}: ${broken[0]}\n  npm run simulate -- --seed ${seed}${bug}\n`);
  }
  process.send?.(failed);
  return failed > 0 ? 1 : 0;
}

/** The seeds shared out to a process per core. */
async function share(from: number, seeds: number): Promise<number> {
  const started = performance.now();
  const cores = availableParallelism();
  const failures = await Promise.all(
    Array.from({length: cores}, (_, i) => {
      const bug = values.bug ? ['--bug', values.bug] : [];
      const args = ['--from', String(from + i), '--seeds', String(from + seeds), '--step', String(cores), ...bug];
      const child = fork(fileURLToPath(import.meta.url), args, {stdio: ['ignore', 'inherit', 'inherit', 'ipc']});
      // A process that ends without an answer has failed all of its seeds.
      let answer = Math.ceil(seeds / cores);
      child.on('message', (count) => {
        answer = Number(count);
      });
      return new Promise<number>((resolve) => child.once('disconnect', () => resolve(answer)));
    }),
  );
  const failed = failures.reduce((sum, count) => sum + count, 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${seeds - failed} passing histories (${seconds} s)\n${failed > 0 ? `${failed} failing\n` : ''}`,
  );
  return failed > 0 ? 1 : 0;
}
