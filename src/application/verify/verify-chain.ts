import {counted} from '../english.ts';
import {ACCESS_STREAM} from '../events/access-stream.ts';
import {isCampaignStream} from '../events/campaign-stream.ts';
import {type Hash, hashEvent} from '../events/event-envelope.ts';
import {headOf, parseHead, takeHead} from '../events/log-head.ts';
import {type PastRun, readHistory} from '../events/run-history.ts';
import {STATE_STREAM} from '../events/state-stream.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {checkHead, headBreaks} from './verify-head.ts';
import type {Check} from './verify-table.ts';

type ChainDeps = {readonly events: EventStore; readonly hash: Hash};

/** Streams beside those of the runs and campaigns; each has a chain of its own. */
const OTHER_STREAMS = ['scheduler', 'audit', ACCESS_STREAM, STATE_STREAM];

/**
 * The whole log: the chains of all streams, the head that each run carries, and where it is given, a head that was noted
 * outside; last the head of today, to be noted.
 */
export async function verifyChain(
  deps: ChainDeps,
  expected: string | null = null,
): Promise<[chain: Check, ...Check[]]> {
  const {events, hash} = deps;
  const history = await readHistory(events);
  const runs = checkChain(history, hash);
  const breaks = runs.ok ? await headBreaks(deps, history) : [runs.detail];
  const details = [runs.detail];
  const stored = history.flatMap((past) => past.events);
  const campaigns = [...(await events.heads(0)).versions.keys()].filter(isCampaignStream).sort();
  for (const stream of [...OTHER_STREAMS, ...campaigns]) {
    const found = await events.read(stream);
    stored.push(...found);
    breaks.push(...streamBreaks(stream, found, hash));
    if (found.length > 0) details.push(`${found.length} of the stream ${stream}`);
  }
  breaks.push(...(await bareBreaks(deps, history, stored)));
  const ok = breaks.length === 0;
  const bare = stored.filter(isBare).length;
  if (bare > 0) details.push(`${bare} links are from before they had a key: those show accidents only`);
  return [
    {check: 'chain', ok, detail: ok ? details.join(', ') : breaks.join('; ')},
    ...(expected === null ? [] : [await checkHead(deps, history, expected)]),
    {check: 'head', ok: true, detail: await takeHead(deps, headOf(history.at(-1)?.events ?? []))},
  ];
}

/** The chains of all runs, and from run to run. */
export function checkChain(history: readonly PastRun[], hash: Hash): Check {
  const breaks = chainBreaks(history, hash);
  const events = history.reduce((sum, past) => sum + past.events.length, 0);
  const intact = `${counted(events, 'event')} of ${counted(history.length, 'run')} follow from each other`;
  return {check: 'chain', ok: breaks.length === 0, detail: breaks.length === 0 ? intact : breaks.join('; ')};
}

/**
 * Breaks in the hash chains: within each run's stream, and from each run to the one made before it. Runs come by date, which
 * is not always the order they were made in: a process that slept over midnight may make one of yesterday's after today's. A
 * hash cannot lead to what was made later, so that any other run's will do. A run without a link is the first one; one that
 * carries a head may also be of a worker that slept while the first was made: its head says what stood before it.
 */
export function chainBreaks(history: readonly Pick<PastRun, 'id' | 'events'>[], hash: Hash): string[] {
  const links = history.map(
    ({events}) => (events[0]!.data as {previousRunHash?: string | null}).previousRunHash ?? null,
  );
  // A run's stream may have grown (a mail sent later) since its successor took the hash: any of its hashes will do.
  const makes = [...new Map(links.flatMap((link) => (link === null ? [] : [[makeOf(link), link]]))).values()];
  const found = new Set(
    history.flatMap(({events}) => events.flatMap((event) => makes.map((like) => hashEvent(event, hash, like)))),
  );
  const unlinked = history.filter(({events}, run) => links[run] === null && headOf(events) === null);
  const between = history
    .filter((past, run) => (links[run] === null ? unlinked.includes(past, 1) : !found.has(links[run]!)))
    .map(({id}) => `${id}: its link to the run before it leads nowhere`);
  return [...history.flatMap(({id, events}) => streamBreaks(id, events, hash)), ...between];
}

/** Breaks in the chain of one stream, from its first event on. */
export function streamBreaks(stream: string, events: readonly StoredEvent[], hash: Hash): string[] {
  const breaks: string[] = [];
  let last: StoredEvent | null = null;
  for (const event of events) {
    const awaited: string | null = last && hashEvent(last, hash, event.previousHash);
    if (event.previousHash !== awaited || (last && event.previousHash === null))
      breaks.push(`${stream}: event ${event.version} does not follow from ${event.version - 1}`);
    if (event.version !== (last?.version ?? 0) + 1) breaks.push(`${stream}: event ${event.version} is out of order`);
    last = event;
  }
  return breaks;
}

/** Links without a key where none are made any more: after the first head that a run carries. */
async function bareBreaks(
  {events}: ChainDeps,
  history: readonly PastRun[],
  stored: readonly StoredEvent[],
): Promise<string[]> {
  const heads = history.flatMap((past) => parseHead(headOf(past.events) ?? '') ?? []);
  if (heads.length === 0) return [];
  const first = Math.min(...heads.map(({position}) => position));
  const {versions} = first === 0 ? {versions: new Map<string, number>()} : await events.heads(0, first);
  return stored
    .filter((event) => isBare(event) && event.version > (versions.get(event.stream) ?? 0))
    .map(({stream, version}) => `${stream}: the link of event ${version} has no key`);
}

function isBare({previousHash}: StoredEvent): boolean {
  return previousHash !== null && makeOf(previousHash) === '';
}

/** What a link was made with: the key's name, or nothing. */
function makeOf(link: string): string {
  return link.slice(0, link.lastIndexOf('.') + 1);
}
