import type {Socket} from 'node:net';
import {securityHeaders} from './security-headers.ts';

const REFUSALS: Readonly<Record<string, readonly [status: number, title: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Answers what never became a request, as a problem with the same headers as any answer, and hangs up. */
export function refuseRaw(isHttps: boolean): (error: NodeJS.ErrnoException, socket: Socket) => void {
  const headers: string[] = [];
  securityHeaders(isHttps)({setHeader: (name: string, value: string) => headers.push(`${name}: ${value}`)});
  return (error, socket) => {
    // Nothing can be said over a connection that broke, or whose TLS handshake failed.
    if (!/^(HPE|ERR_HTTP)_/.test(error.code ?? '') || !socket.writable) return void socket.destroy();
    const [status, title] = REFUSALS[error.code ?? ''] ?? [400, 'Bad Request'];
    const body = JSON.stringify({type: 'about:blank', title, status});
    const head = [
      `HTTP/1.1 ${status} ${title}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${body.length}`,
      'Connection: close',
      ...headers,
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}
