import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {measureChild} from './child.ts';
import {appendLog, onState} from './event-log.ts';
import {type Figure, median, megabytes, type Say, seconds, times} from './figures.ts';
import {adminToken, ask, type Server, startService} from './http.ts';
import {onCopy, runIn} from './run-once.ts';
import {makeSource, replaceUsers} from './source-folder.ts';
import {syntheticIds} from './synthetic.ts';

const [USERS, CAMPAIGNS, ROUNDS, IDLE_MS] = [5_000, 10, 5, 30_000];
/** Days of history: none, three years, ten. */
const DAYS = [0, 1_095, 3_650] as const;

type Measured = {
  readonly run: number;
  /** Processor time. */
  readonly used: number;
  readonly megabytes: number;
  readonly first: number;
  readonly upgrade: number;
} & Service;
type Service = {readonly idle: number; readonly metrics: number; readonly runs: number};

/** What a day and an idle service cost with years of runs behind them. */
export async function history(say: Say): Promise<Figure[]> {
  const measured: Measured[] = [];
  for (const days of DAYS) {
    measured.push(await measure(days));
    say(`history: ${days} days measured`);
  }
  return measured.flatMap((it, i): Figure[] => {
    const of = `${DAYS[i]} days of history:`;
    const bare = measured[0]!;
    return [
      {what: `${of} first call, which makes the read model`, measured: seconds(it.first)},
      {what: `${of} first run after an upgrade, which seals the log`, measured: seconds(it.upgrade)},
      {what: `${of} run / run without history`, measured: times(it.run / bare.run), aim: 'at most 1.3 x'},
      {what: `${of} processor time of a run / without history`, measured: times(it.used / bare.used)},
      {what: `${of} peak memory of a run`, measured: megabytes(it.megabytes), aim: 'under 180 MB'},
      {what: `${of} idle start, of a processor`, measured: `${(it.idle * 100).toFixed(2)} %`, aim: 'under 1 %'},
      {what: `${of} /metrics`, measured: `${it.metrics.toFixed(1)} ms`, aim: 'under 30 ms'},
      {what: `${of} /runs?limit=20`, measured: `${it.runs.toFixed(1)} ms`, aim: 'under 30 ms'},
    ];
  });
}

async function measure(days: number): Promise<Measured> {
  const source = makeSource(USERS, CAMPAIGNS);
  try {
    await onState(source.path, (store) => appendLog(store, days));
    const first = await measureChild('dist/bootstrap/main.js', {
      parameters: ['runs', '--json'],
      env: {DATA_DIR: source.path},
      cwd: source.path,
    });
    // The first run seals the whole log, as after an upgrade; each day builds on the seal of the one before.
    const upgrade = await runIn(source.path, USERS);
    replaceUsers(source.path, syntheticIds(USERS, USERS));
    const rounds = [];
    for (let n = 0; n < ROUNDS; n++) rounds.push(await onCopy(source.path, (folder) => runIn(folder, USERS)));
    const service = await startService(source.path);
    try {
      const run = median(rounds.map((round) => round.seconds));
      const used = median(rounds.map((round) => round.cpuSeconds));
      const memory = median(rounds.map((round) => round.megabytes));
      return {
        run,
        used,
        megabytes: memory,
        first: first.seconds,
        upgrade: upgrade.seconds,
        ...(await measureService(service)),
      };
    } finally {
      await service.stop();
    }
  } finally {
    source.remove();
  }
}

async function measureService(service: Server): Promise<Service> {
  const token = await adminToken();
  const timed = async (path: string) => {
    const taken: number[] = [];
    for (let n = 0; n < 21; n++) {
      const began = performance.now();
      const {status} = await ask(service, token, 'GET', path);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      taken.push(performance.now() - began);
    }
    return median(taken);
  };
  await delay(5_000);
  const before = ticks(service.pid);
  await delay(IDLE_MS);
  const idle = ((ticks(service.pid) - before) * 10) / IDLE_MS;
  return {idle, metrics: await timed('/metrics'), runs: await timed('/runs?limit=20')};
}

/** User and system time of a process, in hundredths of a second. */
function ticks(pid: number): number {
  const fields = readFileSync(join('/proc', String(pid), 'stat'), 'utf8')
    .split(') ')[1]!
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
