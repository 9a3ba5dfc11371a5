import type {EventStore, StoredEvent} from '../../application/ports/event-store.ts';
import type {Connection} from './driver.ts';
import type {SqliteFile} from './sqlite-file.ts';

const COLUMNS = `id, stream, version, type, schema, data, at,
  correlation_id AS correlationId, causation_id AS causationId, actor, previous_hash AS previousHash`;

type Head = {stream: string; version: number; position: number};
type Row = Omit<StoredEvent, 'data'> & {data: string};

/** Events in `state.db`; an append is one transaction under the unique (stream, version). */
export function sqliteEventStore(state: SqliteFile): EventStore {
  return {
    append: (stream, expectedVersion, events) =>
      state.use((db) =>
        db
          .transaction(() => {
            if (versionOf(db, stream) === expectedVersion) {
              insertEvents(db, events);
              return {type: 'appended'} as const;
            }
            return {type: isAlreadyAppended(db, events) ? 'appended' : 'conflict'} as const;
          })
          .immediate(),
      ),

    read: (stream, afterVersion = 0) => {
      const sql = `SELECT ${COLUMNS} FROM events WHERE stream = ? AND version > ? ORDER BY version`;
      return state.use((db) => db.prepare<[string, number], Row>(sql).all(stream, afterVersion).map(toEvent));
    },

    heads: (afterPosition, upTo = Number.MAX_SAFE_INTEGER) =>
      state.use((db) => {
        // Without the plus it would go through the whole index on streams.
        const sql = `SELECT stream, max(version) AS version, max(position) AS position FROM events
          WHERE position > ? AND position <= ? GROUP BY +stream`;
        const heads = db.prepare<[number, number], Head>(sql).all(afterPosition, upTo);
        return {
          position: heads.reduce((last, {position}) => Math.max(last, position), afterPosition),
          versions: new Map(heads.map(({stream, version}) => [stream, version])),
        };
      }),
  };
}

function versionOf(db: Connection, stream: string): number {
  return db.prepare('SELECT coalesce(max(version), 0) FROM events WHERE stream = ?').pluck().get(stream) as number;
}

/** Each at the end of the log, or at the position that it names. */
export function insertEvents(db: Connection, events: readonly (StoredEvent & {readonly position?: number})[]): void {
  const statement = db.prepare(`
    INSERT INTO events
      (position, id, stream, version, type, schema, data, at, correlation_id, causation_id, actor, previous_hash)
    VALUES (@position, @id, @stream, @version, @type, @schema, @data, @at, @correlationId, @causationId, @actor, @previousHash)`);
  for (const event of events) statement.run({position: null, ...event, data: JSON.stringify(event.data)});
}

/** Whether these very events are stored already: a repeat after an answer that never came. */
function isAlreadyAppended(db: Connection, events: readonly StoredEvent[]): boolean {
  const statement = db.prepare('SELECT 1 FROM events WHERE id = ? AND stream = ? AND version = ?');
  return events.every(({id, stream, version}) => statement.get(id, stream, version) !== undefined);
}

function toEvent({data, ...row}: Row): StoredEvent {
  return {...row, data: JSON.parse(data)};
}
