import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';

/** So many connections may stand open without a request at work. */
const MOST_IDLE = 256;

/**
 * Keeps silent connections from using up the process's file descriptors, which runs need too: when there are too many, the
 * one that has been silent longest is closed. A new one is always let in, so that nobody can lock others out.
 * Answers what closes all that are idle, among them those in a TLS handshake.
 */
export function boundIdleConnections(server: Server): () => void {
  const idle = new Map<string, Socket>();
  const rest = (socket: Socket) => {
    if (socket.destroyed) return;
    idle.set(nameOf(socket), socket);
    const [longest] = idle.values();
    if (idle.size > MOST_IDLE) longest?.destroy();
  };
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    socket.once('close', () => idle.delete(name));
    rest(socket);
  });
  server.on('request', ({socket}: IncomingMessage, response: ServerResponse) => {
    idle.delete(nameOf(socket));
    response.once('close', () => rest(socket));
  });
  return () => {
    for (const socket of idle.values()) socket.destroy();
  };
}

/** The same before and after a TLS handshake, whose socket is another one. */
function nameOf({remoteAddress, remotePort}: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
