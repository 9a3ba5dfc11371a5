import type {EventStore, StoredEvent} from '../ports/event-store.ts';
import {type Hash, hashEvent} from './event-envelope.ts';

type HeadDeps = {readonly events: EventStore; readonly hash: Hash};

/**
 * A seal over the whole log up to a position: what stands after `base` by its streams, their versions and last hashes, and
 * what stands before by the head that was taken there. Written `h<position>b<base>.<link>`, without a run of digits that
 * could be taken for a person's id.
 */
export type LogHead = {readonly position: number; readonly base: number; readonly link: string};

export function parseHead(text: string): LogHead | null {
  const [, position, base, link] = /^h(\d{1,15})b(\d{1,15})\.(k[0-9a-f]{8}\.[0-9a-f]{64})$/.exec(text) ?? [];
  return link === undefined ? null : {position: Number(position), base: Number(base), link};
}

/** The head of the log as it stands. `base`: an earlier one, so that only what came after it is read. */
export async function takeHead(deps: HeadDeps, base: string | null): Promise<string> {
  const from = base === null ? 0 : (parseHead(base)?.position ?? 0);
  const {position} = await deps.events.heads(from);
  return `h${position}b${from}.${await sealOf(deps, base, {position, base: from, link: null})}`;
}

/** The link of a head as the log says it now; null when it needs a key that is not known. `like`: as of `Hash`. */
export async function sealOf(
  {events, hash}: HeadDeps,
  base: string | null,
  {position, base: from, link: like}: Omit<LogHead, 'link'> & {readonly link: string | null},
): Promise<string | null> {
  const {versions} = await events.heads(from, position);
  // Before the first event there is nothing to build on.
  const lines = [from === 0 ? '' : (base ?? '')];
  for (const [stream, version] of [...versions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [last] = await events.read(stream, version - 1);
    lines.push(`${stream} ${version} ${last && hashEvent(last, hash, like)}`);
  }
  return hash(`head of the log at ${position}\n${lines.join('\n')}`, like);
}

/** The head that a run carries since its beginning, and that later ones build on; null for a run of version 0.1.0. */
export function headOf([started]: readonly StoredEvent[]): string | null {
  return (started?.data as {logHead?: string} | undefined)?.logHead ?? null;
}
