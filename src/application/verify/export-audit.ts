import {type BusinessDate, businessDateOf, compareRunIds, parseRunId, type RunId} from '../../domain/ids.ts';
import {businessDateAt} from '../../domain/wall-time.ts';
import type {Hash} from '../events/event-envelope.ts';
import {headOf, takeHead} from '../events/log-head.ts';
import {hideSeed} from '../events/query-runs.ts';
import type {AuditSigner} from '../ports/audit-signer.ts';
import type {Clock} from '../ports/clock.ts';
import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {streamBreaks} from './verify-chain.ts';

export type AuditExportDeps = {
  readonly events: EventStore;
  readonly hash: Hash;
  readonly clock: Clock;
  readonly signer: AuditSigner;
};

/** Days from the first to the last, as they begin in the zone; null is open. */
export type AuditRange = {
  readonly since: BusinessDate | null;
  readonly until: BusinessDate | null;
  readonly zone: string;
};

/** `broken`: where the log's own chain does not hold, which the export says too. */
export type AuditTally = {readonly events: number; readonly runs: number; readonly broken: readonly string[]};

/**
 * The log of a range of days for who has neither secret nor software of ours: runs by their date, other streams by when
 * something happened. One JSON document a line (docs/audit.md): what it is, the events, the tally, a signature over all of it.
 * An event's `previous` is the SHA-256 of the line before it in its stream, so that each event has the same line in every
 * export. One stream is in memory at a time. Seeds and counts of strata are left out.
 */
export async function* exportAudit(deps: AuditExportDeps, range: AuditRange): AsyncGenerator<string, AuditTally> {
  const all = deps.signer.newDigest();
  const signed = (text: string) => {
    all.update(text);
    return text;
  };
  const {runs, others} = await streamsIn(deps.events);
  yield signed(asLine(await describe(deps, range, runs.at(-1))));
  const wanted = runs.filter((run) => isWithin(range, businessDateOf(run)));
  const broken: string[] = [];
  let events = 0;
  for (const stream of [...wanted, ...others]) {
    const stored = await deps.events.read(stream);
    broken.push(...streamBreaks(stream, stored, deps.hash));
    const chained = chainLines(stored, deps.signer);
    const lines = parseRunId(stream) ? chained : chained.slice(...spanOf(stored, range));
    events += lines.length;
    if (lines.length > 0) yield signed(lines.join(''));
  }
  const tally = {events, runs: wanted.length, broken};
  yield signed(asLine({tally}));
  yield asLine({signature: deps.signer.sign(all.digest('hex'))});
  return tally;
}

/** Runs from the oldest on; the others by name. */
async function streamsIn(events: EventStore) {
  const streams = [...(await events.heads(0)).versions.keys()];
  const runs = streams.flatMap((stream) => parseRunId(stream) ?? []).sort(compareRunIds);
  return {runs, others: streams.filter((stream) => !parseRunId(stream)).sort()};
}

function isWithin({since, until}: AuditRange, date: BusinessDate): boolean {
  return (since === null || date >= since) && (until === null || date <= until);
}

/** From the first to the last that happened then, for `slice`: a clock that was set back leaves no gap. */
function spanOf(stored: readonly StoredEvent[], range: AuditRange): [from: number, to: number] {
  const happenedThen = ({at}: StoredEvent) => isWithin(range, businessDateAt(Date.parse(at), range.zone));
  const last = stored.findLastIndex(happenedThen);
  return last === -1 ? [0, 0] : [stored.findIndex(happenedThen), last + 1];
}

async function describe({events, hash, clock, signer}: AuditExportDeps, range: AuditRange, lastRun: RunId | undefined) {
  const {since, until} = range;
  const {publicKey: public_key, fingerprint} = signer;
  const head = await takeHead({events, hash}, headOf(lastRun ? await events.read(lastRun) : []));
  const made_at = new Date(clock.now()).toISOString();
  return {format: 'softcollection audit export 1', since, until, made_at, head, public_key, fingerprint};
}

/** A whole stream's lines; only a part of them may be wanted, but each says what stood before it. */
function chainLines(stored: readonly StoredEvent[], signer: AuditSigner): string[] {
  let previous: string | null = null;
  return stored.map((event) => {
    const line = asLine({previous, event: inOrder(hideSeed(event))});
    const digest = signer.newDigest();
    digest.update(line);
    previous = digest.digest('hex');
    return line;
  });
}

/** Stores answer an event's fields in orders of their own. */
function inOrder({stream, version, type, at, actor, schema, data, ...rest}: StoredEvent): StoredEvent {
  const {id, correlationId, causationId, previousHash} = rest;
  return {stream, version, type, at, actor, schema, data, id, correlationId, causationId, previousHash};
}

function asLine(content: object): string {
  return `${JSON.stringify(content)}\n`;
}
