import {counted} from '../../application/english.ts';
import {Failure} from '../../application/failure.ts';
import type {StoredEvent} from '../../application/ports/event-store.ts';
import type {EventBatch} from './collections.ts';

/** MongoDB takes 16 MiB (16,777,216 bytes); the JSON text measured here is not exactly the document's own size. */
const MOST_BYTES = 16_000_000;

/** The document of an append. Throws when it is too large, or when the events do not follow `expectedVersion`. */
export function toBatch(stream: string, expectedVersion: number, events: readonly StoredEvent[]): EventBatch {
  const follow = events.every((event, i) => event.version === expectedVersion + 1 + i && event.stream === stream);
  if (!follow) throw new Failure('unexpected', `events that do not follow version ${expectedVersion} of ${stream}`);
  const batch = {
    _id: events[0]!.id,
    stream,
    version: expectedVersion + 1,
    last: expectedVersion + events.length,
    events: events.map(({stream: _, version: __, data, ...kept}) => ({...kept, data: JSON.stringify(data)})),
  };
  const bytes = Buffer.byteLength(JSON.stringify(batch));
  if (bytes > MOST_BYTES) throw tooLarge(stream, events.length, bytes);
  return batch;
}

export function toEvents({stream, version, events}: EventBatch): StoredEvent[] {
  return events.map(({id, type, schema, data, at, correlationId, causationId, actor, previousHash}, i) => ({
    id,
    stream,
    version: version + i,
    type,
    schema,
    data: JSON.parse(data),
    at,
    correlationId,
    causationId,
    actor,
    previousHash,
  }));
}

function tooLarge(stream: string, events: number, bytes: number): Failure {
  const megabytes = Math.ceil(bytes / 1_000_000);
  return new Failure(
    'unexpected',
    `${counted(events, 'event')} for ${stream}: ${megabytes} MB at once, where MongoDB keeps 16`,
    {
      advice: 'end campaigns that are not needed any more, or keep the state in SQLite (STATE=sqlite)',
    },
  );
}
