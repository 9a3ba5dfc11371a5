import type {EventLog, LoggedEvent} from '../../application/ports/event-log.ts';
import {insertEvents} from './event-store.ts';
import {type SqliteFile, yieldToEventLoop} from './sqlite-file.ts';

/** An event may have 100 kB and more. */
const BATCH_EVENTS = 200;
const COLUMNS =
  'position, id, stream, version, type, schema, data, at, correlation_id, causation_id, actor, previous_hash';

type Row = [
  position: number,
  id: string,
  stream: string,
  version: number,
  type: string,
  schema: number,
  data: string,
  at: string,
  correlationId: string,
  causationId: string | null,
  actor: string,
  previousHash: string | null,
];

/** The events of `state.db` as a whole: read from one snapshot, which holds up nobody, and replaced in one transaction. */
export function sqliteEventLog(state: SqliteFile): EventLog {
  return {
    sharesPositions: false,

    async *read() {
      const sql = `SELECT ${COLUMNS} FROM events ORDER BY position`;
      for await (const rows of state.stream<Row>(sql, [], BATCH_EVENTS)) yield rows.map(toLogged);
    },

    replace: (events) =>
      state.transaction(async (db) => {
        db.exec('DELETE FROM events');
        let count = 0;
        for await (const {position, event} of events) {
          insertEvents(db, [{position, ...event}]);
          if (++count % BATCH_EVENTS === 0) await yieldToEventLoop();
        }
      }),
  };
}

function toLogged(row: Row): LoggedEvent {
  const [position, id, stream, version, type, schema, data, at, correlationId, causationId, actor, previousHash] = row;
  const meta = {at, correlationId, causationId, actor, previousHash};
  return {position, event: {id, stream, version, type, schema, data: JSON.parse(data), ...meta}};
}
