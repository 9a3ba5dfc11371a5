import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';

/** So many connections may stand open without a request at work. */
const MOST_IDLE = 256;

/**
 * Keeps silent connections from using up the process's file descriptors, which runs need too: when there are too many, the
 * one that has been silent longest is closed. A new one is always let in, so that nobody can lock others out.
 */
export function boundIdleConnections(server: Server): void {
  const idle = new Set<Socket>();
  const rest = (socket: Socket) => {
    if (socket.destroyed) return;
    idle.add(socket);
    const [longest] = idle;
    if (idle.size > MOST_IDLE) longest?.destroy();
  };
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => idle.delete(socket));
    rest(socket);
  });
  server.on('request', ({socket}: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket);
    response.once('close', () => rest(socket));
  });
}
