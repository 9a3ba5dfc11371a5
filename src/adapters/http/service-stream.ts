import {PassThrough} from 'node:stream';
import type {HttpServices} from './http-services.ts';
import type {Asked, Reply} from './route.ts';
import {enter, type Following, HEARTBEAT_MS, listeningRights, STREAM_HEADERS, STREAM_TYPE} from './run-stream.ts';

/** Who takes in so much less than is told is hung up on, and comes back by itself. */
const MOST_BUFFERED = 1024 * 1024;

/**
 * The events of all runs and of the schedule as they are stored, by whatever process; `event: seen` says every 15 s that the
 * log can be read. What was before is told by /days and /runs: whoever comes back asks those. Ends with the caller's rights.
 */
export function followService(services: HttpServices, asked: Asked<unknown>, {closing, now, open}: Following): Reply {
  if (asked.isHead) return {type: STREAM_TYPE, headers: STREAM_HEADERS, body: ''};
  const leave = enter({closing, now, open}, asked.caller?.subject ?? '');
  const body = new PassThrough();
  const closed = new AbortController();
  body.once('close', () => closed.abort());
  const signal = AbortSignal.any([closed.signal, closing]);
  signal.addEventListener('abort', () => {
    leave();
    body.end();
  });
  const tell = (event: string, data: object) => {
    if (signal.aborted) return;
    body.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (body.writableLength > MOST_BUFFERED) body.destroy();
  };
  const mayListen = listeningRights(services, asked, now);
  let seenAt = -Infinity;
  services.watch(
    {
      event: ({stream, version, type, at, data}) => tell(type, {stream, version, type, at, data}),
      progress: (progress) => tell('progress', progress),
      seen: () => {
        void mayListen().then((may) => may || closed.abort());
        if (now() - seenAt < HEARTBEAT_MS) return;
        seenAt = now();
        tell('seen', {at: new Date(seenAt).toISOString()});
      },
    },
    signal,
  );
  return {type: STREAM_TYPE, headers: STREAM_HEADERS, body};
}
