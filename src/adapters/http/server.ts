import {createServer, type Server} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {Failure} from '../../application/failure.ts';
import {allRoutes} from './all-routes.ts';
import {createApp} from './app.ts';
import type {HttpConfig} from './config.ts';
import {guard} from './guard.ts';
import type {HttpServices} from './http-services.ts';
import {createMetrics} from './metrics.ts';
import {tokenCheck} from './token-check.ts';

export type HttpServer = {
  /** Rejects with a `Failure` when the port is taken. */
  listen(): Promise<{port: number}>;
  /** Takes no new requests, ends streams, lets requests finish for at most so long. */
  close(graceMs: number): Promise<void>;
};

export function createHttpServer(services: HttpServices, config: HttpConfig): HttpServer {
  const closing = new AbortController();
  const metrics = createMetrics(services);
  const routes = allRoutes({config, metrics, closing: closing.signal});
  const authenticate = guard(tokenCheck(config.auth, config.now, config.log));
  const app = createApp({services, config, authenticate, metrics, routes});
  const options = {maxHeaderSize: 65_536, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000};
  const server = createServer(options, app.callback());
  server.on('clientError', refuseBroken);
  return {
    listen: () => listen(server, config),
    close: async (graceMs) => {
      closing.abort();
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(late);
    },
  };
}

function listen(server: Server, {host, port}: HttpConfig): Promise<{port: number}> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const advice = error.code === 'EADDRINUSE' ? 'another program listens there: set PORT' : 'set HTTP_HOST and PORT';
      const message = `HTTP cannot listen on ${host} port ${port} (${error.code ?? 'unknown'})`;
      reject(new Failure('configuration', message, {advice, cause: error}));
    });
    server.listen(port, host, () => resolve({port: (server.address() as AddressInfo).port}));
  });
}

/** What is no HTTP never reaches the application. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, title] =
    error.code === 'HPE_HEADER_OVERFLOW' ? [431, 'Request Header Fields Too Large'] : [400, 'Bad Request'];
  const body = JSON.stringify({type: 'about:blank', title, status});
  const head = `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n`;
  socket.end(`${head}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
}
