import {readFileSync} from 'node:fs';
import type {RequestListener} from 'node:http';
import {createServer, type Server, type ServerOptions} from 'node:https';
import {createSecureContext} from 'node:tls';
import {Failure} from '../../application/failure.ts';
import type {Log} from '../../application/ports/log.ts';
import type {TlsFiles} from './config.ts';

type Pair = {readonly cert: string; readonly key: string; readonly minVersion: 'TLSv1.2'};

const LOOK_EVERY_MS = 1_000;

/** Throws a `Failure` when the files cannot be read or do not belong together. A new pair in them is taken while it serves. */
export function createHttpsServer(options: ServerOptions, files: TlsFiles, log: Log, handle: RequestListener): Server {
  const first = readPair(files);
  if (typeof first === 'string') {
    const advice = 'set TLS_CERT_FILE and TLS_KEY_FILE to a certificate with its chain and to its key, both PEM';
    throw new Failure('configuration', `HTTPS cannot be served: ${first}`, {advice});
  }
  const server = createServer({...options, ...first, handshakeTimeout: options.headersTimeout}, handle);
  server.once('listening', () => followChanges(server, files, first, log));
  return server;
}

/** A pair is tried when two looks have found it the same: the two files are not replaced at once. Connections stay. */
function followChanges(server: Server, files: TlsFiles, first: Pair, log: Log): void {
  let [tried, seen] = [JSON.stringify(first), ''];
  const look = () => {
    const found = readPair(files);
    const now = JSON.stringify(found);
    const isNew = now === seen && now !== tried;
    seen = now;
    if (!isNew) return;
    tried = now;
    if (typeof found === 'string') return log.warn({}, `HTTPS goes on with its former certificate: ${found}`);
    server.setSecureContext(found);
    log.info({file: files.certFile}, 'HTTPS has taken a new certificate');
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  server.once('close', () => clearInterval(timer));
}

/** What is wrong with the files, in words, if they are no pair. */
function readPair({certFile, keyFile}: TlsFiles): Pair | string {
  try {
    const pair = {
      cert: readFileSync(certFile, 'utf8'),
      key: readFileSync(keyFile, 'utf8'),
      minVersion: 'TLSv1.2',
    } as const;
    createSecureContext(pair);
    return pair;
  } catch (error) {
    const {code = 'unknown', path} = error as NodeJS.ErrnoException;
    if (path !== undefined) return `${path} cannot be read (${code})`;
    if (code.endsWith('KEY_VALUES_MISMATCH'))
      return `the key in ${keyFile} is not that of the certificate in ${certFile}`;
    return `${certFile} and ${keyFile} are no certificate and key without a passphrase (${code})`;
  }
}
