import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {mongoEventStore} from '../src/adapters/mongodb/event-store.ts';
import {mongoHarness} from '../test/support/mongo-harness.ts';
import {startMongoServer} from '../test/support/mongo-server.ts';
import {appendLog} from './event-log.ts';
import {count, type Figure, type Say} from './figures.ts';
import {startService} from './http.ts';
import {makeSource} from './source-folder.ts';

const [DAYS, CAMPAIGNS, IDLE_MS] = [1_095, 10, 60_000];

/** So few bytes in two seconds are no catching up. */
const SETTLED = 50_000;

/** What an idle service with three years of runs behind it asks its MongoDB. */
export async function mongodb(say: Say): Promise<Figure[]> {
  const server = await startMongoServer();
  const wire = await countingProxy(Number(new URL(server.url).port));
  const state = mongoHarness(server);
  const source = makeSource(0, CAMPAIGNS);
  try {
    await appendLog(mongoEventStore(state.open()), DAYS);
    say(`mongodb: ${DAYS} days appended`);
    const MONGODB_URI = `mongodb://127.0.0.1:${wire.port}/${state.name}?directConnection=true`;
    const service = await startService(source.path, {MONGODB_URI});
    try {
      // The read model is made at the first look.
      for (let before = -SETTLED; wire.bytes() - before >= SETTLED; await delay(2_000)) before = wire.bytes();
      const [bytes, began] = [wire.bytes(), performance.now()];
      await delay(IDLE_MS);
      const minute = ((wire.bytes() - bytes) * 60_000) / (performance.now() - began);
      const what = `MongoDB test server, ${count(DAYS)} days of history: an idle minute of start transfers`;
      return [{what, measured: `${(minute / 1000).toFixed(1)} kB`, aim: 'under 100 kB'}];
    } finally {
      await service.stop();
    }
  } finally {
    await state.close();
    wire.close();
    await server.stop();
    source.remove();
  }
}

/** Listens on 127.0.0.1, passes everything on to a port there, and counts its bytes in both directions. */
async function countingProxy(target: number) {
  const sockets = new Set<Socket>();
  let bytes = 0;
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => {
      bytes += chunk.length;
    });
    from.on('error', () => to.destroy()).pipe(to);
  };
  const proxy = createServer((socket) => {
    const behind = connect(target, '127.0.0.1');
    pass(socket, behind);
    pass(behind, socket);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  };
  return {port: (proxy.address() as AddressInfo).port, bytes: () => bytes, close};
}
