import {PassThrough} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import {hasEnded} from '../../application/events/query-runs.ts';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import type {RunId} from '../../domain/ids.ts';
import type {HttpServices} from './http-services.ts';
import {Problem} from './problem.ts';
import type {Asked, Reply} from './route.ts';

/** What the streams of a server share; `open`: how many each subject has. */
export type Following = {
  readonly closing: AbortSignal;
  readonly now: () => number;
  readonly open: Map<string, number>;
};

export const STREAM_TYPE = 'text/event-stream; charset=utf-8';
export const STREAM_HEADERS = {'X-Accel-Buffering': 'no'};
const LOOK_MS = 500;
export const HEARTBEAT_MS = 15_000;
/** One viewer can't take the places of all. */
const MOST_OF_ONE = 10;
const MOST_OPEN = 100;

/** A run's events as they are stored, by whatever process; `id` is the event's version. Answers 204 to who knows it all. */
export async function followRun(
  services: HttpServices,
  id: RunId,
  asked: Asked<unknown>,
  following: Following,
): Promise<Reply> {
  const given = asked.header('Last-Event-ID');
  const after = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  const options = {showSeed: asked.caller?.isAdmin === true, after: 0};
  const known = await services.runEvents(id, options);
  if (known.length === 0) throw new Problem(404, {detail: 'there is no such run'});
  const rest = known.slice(after);
  if (rest.length === 0 && hasEnded(known)) return {status: 204, body: null};
  if (asked.isHead) return {type: STREAM_TYPE, headers: STREAM_HEADERS, body: ''};
  const leave = enter(following, asked.caller?.subject ?? '');
  const body = new PassThrough();
  const closed = new AbortController();
  body.once('close', () => closed.abort());
  const signal = AbortSignal.any([closed.signal, following.closing]);
  const {now} = following;
  const mayListen = listeningRights(services, asked, now);
  send(services, id, {body, known, after, showSeed: options.showSeed, signal, mayListen, now})
    .catch((error: unknown) => body.destroy(error as Error))
    .finally(() => {
      leave();
      body.end();
    });
  return {type: STREAM_TYPE, headers: STREAM_HEADERS, body};
}

/** Whether whoever began to listen may still do so. */
export function listeningRights(services: HttpServices, {caller}: Asked<unknown>, now: () => number) {
  return async () => caller === null || (now() < caller.expiresAt && !(await services.isWithdrawn(caller)));
}

/** Takes a place, and answers what gives it back; throws 429 when there is none. */
export function enter({open}: Following, subject: string): () => void {
  const ofOne = open.get(subject) ?? 0;
  const inAll = [...open.values()].reduce((sum, places) => sum + places, 0);
  if (ofOne >= MOST_OF_ONE || inAll >= MOST_OPEN) {
    const most = ofOne >= MOST_OF_ONE ? `${MOST_OF_ONE} streams of one subject` : `${MOST_OPEN} streams`;
    throw new Problem(429, {detail: `more than ${most} are open`, headers: {'Retry-After': '30'}});
  }
  open.set(subject, ofOne + 1);
  return () => {
    const left = (open.get(subject) ?? 1) - 1;
    if (left > 0) open.set(subject, left);
    else open.delete(subject);
  };
}

type Sending = {
  readonly body: PassThrough;
  readonly known: readonly StoredEvent[];
  readonly after: number;
  readonly showSeed: boolean;
  readonly signal: AbortSignal;
  /** Until the token expires or is withdrawn. */
  readonly mayListen: () => Promise<boolean>;
  readonly now: () => number;
};

async function send(services: HttpServices, id: RunId, sending: Sending): Promise<void> {
  const {body, showSeed, signal, mayListen, now} = sending;
  const known = [...sending.known];
  let [sent, said, quietSince] = [sending.after, '', now()];
  const write = async (text: string) => {
    quietSince = now();
    if (!body.write(text)) await Promise.race([new Promise((resume) => body.once('drain', resume)), aborted(signal)]);
  };
  while (!signal.aborted && (await mayListen())) {
    for (const event of known.slice(sent)) await write(eventText(event));
    sent = Math.max(sent, known.length);
    if (hasEnded(known)) return void (await write('event: end\ndata: {}\n\n'));
    const progress = JSON.stringify(services.progressOf(id));
    if (progress !== said && progress !== 'null') await write(`event: progress\ndata: ${progress}\n\n`);
    said = progress;
    if (now() - quietSince >= HEARTBEAT_MS) await write(': still here\n\n');
    await delay(LOOK_MS, undefined, {signal}).catch(() => {});
    known.push(...(await services.runEvents(id, {showSeed, after: known.length})));
  }
}

function eventText({version, type, at, data}: StoredEvent): string {
  return `id: ${version}\nevent: ${type}\ndata: ${JSON.stringify({version, type, at, data})}\n\n`;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), {once: true}));
}
