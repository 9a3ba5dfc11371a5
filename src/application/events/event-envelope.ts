import {scrub} from '../../domain/scrub.ts';
import type {StoredEvent} from '../ports/event-store.ts';
import {currentSchema} from './upcast.ts';

/**
 * Makes the links of the chains: a keyed hash of a text. With `like`, a link that stands somewhere, it is made as that one
 * was; null when this needs a key that is not known here.
 */
export type Hash = (text: string, like?: string | null) => string | null;

/** An event before it is stored. `data` is plain JSON. */
export type PlainEvent = {readonly type: string; readonly data: unknown};

/** Who acts, and in which call. */
export type Origin = {readonly actor: string; readonly correlationId: string};

/** Wraps events for storage after `last` (null for a new stream), each chained to the one before it. */
export function sealEvents(
  stream: string,
  last: StoredEvent | null,
  events: readonly PlainEvent[],
  meta: Origin & {at: string; newId: () => string; hash: Hash},
): StoredEvent[] {
  let previous = last;
  return events.map(({type, data}) => {
    const stored: StoredEvent = {
      id: meta.newId(),
      stream,
      version: (previous?.version ?? 0) + 1,
      type,
      schema: currentSchema(type),
      data,
      at: meta.at,
      correlationId: meta.correlationId,
      causationId: previous?.id ?? null,
      actor: scrub(meta.actor),
      previousHash: previous && hashEvent(previous, meta.hash),
    };
    previous = stored;
    return stored;
  });
}

/** The hash of an event as it is stored, its link to the event before it included; `like` as of `Hash`. */
export function hashEvent(event: StoredEvent, hash: Hash, like?: string | null): string | null {
  const {id, stream, version, type, schema, data, at, correlationId, causationId, actor, previousHash} = event;
  const fields = [id, stream, version, type, schema, data, at, correlationId, causationId, actor, previousHash];
  return hash(JSON.stringify(fields), like);
}
