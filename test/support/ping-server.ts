import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

/** An HTTP server on loopback that notes each method and path, and what came with it, and answers as it is told. */
export async function startPingServer(answer: (response: ServerResponse, nth: number) => void) {
  const heard: string[] = [];
  const notes: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    request.setEncoding('utf8').once('data', (note: string) => notes.push(note));
    answer(response, heard.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    notes,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const answering = (status: number) => (response: ServerResponse) => void response.writeHead(status).end();
export const hanging = () => {};
