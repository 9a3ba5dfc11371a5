import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';
import type {Certificate} from './certificate.ts';

/** What ends TLS before a server that does not speak it, as a listener's TCPS endpoint would. */
export type TlsProxy = {
  readonly port: number;
  /** What clients have sent, as it came over the wire, one entry a connection. */
  readonly received: () => readonly Buffer[];
  /** How many connections got as far as the server behind. */
  readonly passed: () => number;
  readonly close: () => Promise<void>;
};

/** Listens on 127.0.0.1 and forwards what it decrypts to a port there. */
export async function tlsProxy(target: number, {key, cert}: Certificate): Promise<TlsProxy> {
  const received: Buffer[][] = [];
  const sockets: Socket[] = [];
  let passed = 0;
  const keep = <Kept extends Socket>(socket: Kept): Kept => {
    sockets.push(socket);
    return socket.on('error', () => {});
  };
  const inner = createTlsServer({key, cert}, (secure) => {
    passed++;
    const behind = keep(connect(target, '127.0.0.1'));
    keep(secure).pipe(behind).pipe(secure);
  });
  inner.on('tlsClientError', () => {});
  const outer = createServer((socket) => {
    const chunks: Buffer[] = [];
    received.push(chunks);
    keep(socket).on('data', (chunk) => chunks.push(chunk as Buffer));
    inner.emit('connection', socket);
  });
  outer.listen(0, '127.0.0.1');
  await once(outer, 'listening');
  return {
    port: (outer.address() as AddressInfo).port,
    received: () => received.map((chunks) => Buffer.concat(chunks)),
    passed: () => passed,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      outer.close();
      await once(outer, 'close');
    },
  };
}
