import {createServer, request} from 'node:http';
import type {AddressInfo} from 'node:net';

/** A reverse proxy as docs/proxy.md has it: takes `prefix` off, answers 404 to all else, and passes each byte on as it comes. */
export async function prefixProxy(prefix: string, target: () => string) {
  const server = createServer((asked, answer) => {
    if (!asked.url?.startsWith(`${prefix}/`)) return void answer.writeHead(404).end();
    const {method, headers} = asked;
    const passed = request(target() + asked.url.slice(prefix.length), {method: method ?? 'GET', headers}, (told) => {
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return {address: `http://127.0.0.1:${port}${prefix}`, close};
}
