import {appendLog, onState} from './event-log.ts';
import {type Figure, median, type Say} from './figures.ts';
import {adminToken, startService} from './http.ts';
import {makeSource} from './source-folder.ts';

/** Twelve previews a minute are let through. */
const [USERS, CAMPAIGNS, RUNS, ROUNDS] = [5_000, 100, 1_000, 11];
/** The log begins with 2000: among these are its last quarter and its last run. */
const PATHS = [
  '/',
  '/history?to=2002-09-26',
  '/days/2002-09-26',
  '/runs/distribution-2002-09-26',
  '/preview',
  '/campaigns',
  '/campaigns/SC00000001',
  '/checks',
  '/audit',
  '/assets/island.js',
] as const;

/** First byte and size of the pages with a thousand runs of a hundred campaigns behind them. */
export async function pages(say: Say): Promise<Figure[]> {
  const source = makeSource(USERS, CAMPAIGNS);
  try {
    await onState(source.path, (store) => appendLog(store, RUNS, CAMPAIGNS));
    const service = await startService(source.path);
    try {
      const headers = {...(await bearer()), Accept: 'text/html', 'Accept-Encoding': 'br'};
      const figures: Figure[] = [];
      for (const path of PATHS) figures.push(...(await measure(service.address + path, path, headers)));
      say('pages: measured');
      return figures;
    } finally {
      await service.stop();
    }
  } finally {
    source.remove();
  }
}

async function measure(address: string, path: string, headers: Record<string, string>): Promise<Figure[]> {
  const taken: number[] = [];
  let kilobytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const answer = await fetch(address, {headers});
    taken.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    kilobytes = Number(answer.headers.get('Content-Length')) / 1000;
    await answer.arrayBuffer();
  }
  return [
    {what: `page ${path}: first byte`, measured: `${median(taken).toFixed(0)} ms`, aim: 'within 100 ms'},
    {what: `page ${path}: compressed`, measured: `${kilobytes.toFixed(1)} kB`, aim: 'under 60 kB'},
  ];
}

async function bearer(): Promise<{Authorization: string}> {
  return {Authorization: `Bearer ${await adminToken()}`};
}
