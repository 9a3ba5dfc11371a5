import {get} from 'node:http';
import {get as getByTls} from 'node:https';
import {Failure} from '../../application/failure.ts';
import type {HttpConfig} from './config.ts';

const LONGEST_MS = 3_000;

/** Asks the service of this configuration on this machine. Throws a Failure `unreachable` when nothing answers in 3 s. */
export function askHealth(
  {host, port, tls}: Pick<HttpConfig, 'host' | 'port' | 'tls'>,
  path: string,
): Promise<{readonly status: number; readonly text: string}> {
  const address = `http${tls ? 's' : ''}://${reachable(host)}:${port}${path}`;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new Failure('unreachable', `no service answers at ${address}: ${reason}`, {advice: ADVICE}));
    // Nothing is sent or believed that a certificate, which is for another name than this address, would protect.
    const asked = (tls ? getByTls : get)(address, {agent: false, rejectUnauthorized: false}, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', ({message}) => fail(message));
      answer.once('end', () => {
        clearTimeout(deadline);
        resolve({status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString()});
      });
    });
    const deadline = setTimeout(() => asked.destroy(new Error(`silent for ${LONGEST_MS / 1000} s`)), LONGEST_MS);
    asked.once('error', ({message}) => {
      clearTimeout(deadline);
      fail(message);
    });
  });
}

const ADVICE = 'softcollection start starts it; HTTP_HOST and PORT say where it listens';

/** What a server that listens there is asked by; to all addresses includes the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
