import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Failure} from '../../application/failure.ts';
import {allRoutes} from './all-routes.ts';
import {createApp} from './app.ts';
import {type HttpConfig, isHttpsAlways} from './config.ts';
import type {HttpServices} from './http-services.ts';
import {createHttpsServer} from './https-server.ts';
import {boundIdleConnections} from './idle-connections.ts';
import {createMetrics} from './metrics.ts';
import {refuseRaw} from './raw-refusal.ts';
import {makeSignIn} from './session/make-sign-in.ts';

export type HttpServer = {
  /** Rejects with a `Failure` when the port is taken. */
  listen(): Promise<{port: number}>;
  /** Takes no new requests, ends streams, lets requests finish for at most so long. */
  close(graceMs: number): Promise<void>;
};

/** Sizes in bytes, times in ms. Without looking often, Node holds its time-outs only to half a minute. */
const LIMITS = {
  maxHeaderSize: 65_536,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  // Looked at by us, which answers with the headers of any answer.
  requireHostHeader: false,
};

/** Throws a `Failure` when there is no serving by the files of `tls`. */
export function createHttpServer(services: HttpServices, config: HttpConfig): HttpServer {
  const closing = new AbortController();
  const metrics = createMetrics(services, config);
  const {routes: signIn, authenticate} = makeSignIn(config, services.isWithdrawn);
  const routes = [...signIn, ...allRoutes({config, metrics, closing: closing.signal})];
  const app = createApp({services, config, authenticate, metrics, routes});
  const {tls, log} = config;
  const server = tls ? createHttpsServer(LIMITS, tls, log, app.callback()) : createServer(LIMITS, app.callback());
  const closeIdle = boundIdleConnections(server);
  server.on('clientError', refuseRaw(isHttpsAlways(config)));
  // Without a listener Node itself would answer, and no line would tell of it.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return {
    listen: () => listen(server, config),
    close: async (graceMs) => {
      closing.abort();
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const late = setTimeout(() => {
        server.closeAllConnections();
        closeIdle(); // Those in a TLS handshake are no connections of HTTP yet.
      }, graceMs);
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
