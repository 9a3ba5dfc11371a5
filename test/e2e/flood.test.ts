import {chmodSync} from 'node:fs';
import {type RequestOptions, request} from 'node:http';
import {request as requestTls} from 'node:https';
import {connect, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {certificateOf} from '../support/certificate.ts';
import {fill} from '../support/filled.ts';
import {type Served, serve} from '../support/http-installation.ts';
import {type Installation, installations} from '../support/installation.ts';

const SILENT = 2_000;
const STREAMS = 100;

for (const scheme of ['http', 'https'] as const)
  describe(`a service with 1,024 file descriptors, under 2,000 silent connections and 100 streams of one viewer, over ${scheme}`, () => {
    const install = installations();
    const sockets: Socket[] = [];
    const isTls = scheme === 'https';
    let at: Installation;
    let served: Served;
    let tokens: Record<'admin' | 'viewer' | 'other', string>;

    before(async () => {
      at = install();
      await fill(at, {people: 50, campaigns: 2});
      served = await serve(at, isTls ? await tlsFiles(at) : {}, [
        'bash',
        '-c',
        'ulimit -n 1024 && exec "$@"',
        'limited',
      ]);
      const tokenOf = async (words: string) => (await at.here(`token ${words}`)).out.trim();
      tokens = {
        admin: await tokenOf('--sub boss --permission admin'),
        viewer: await tokenOf('--sub greedy'),
        other: await tokenOf('--sub modest'),
      };
    });
    after(async () => {
      for (const socket of sockets) socket.destroy();
      await served.stop();
    });

    const ask = (path: string, who: keyof typeof tokens, method = 'GET') =>
      new Promise<{status: number; text: string}>((resolve, reject) => {
        const headers = {Authorization: `Bearer ${tokens[who]}`};
        const options: RequestOptions = {host: '127.0.0.1', port: served.port, path, method, headers};
        const send = isTls ? requestTls : request;
        send({...options, rejectUnauthorized: false}, async (answer) => {
          let text = '';
          for await (const chunk of answer) text += chunk;
          resolve({status: answer.statusCode ?? 0, text});
        })
          .on('error', reject)
          .end();
      });

    /** Without words no TLS handshake is begun either. */
    const say = (text: string) =>
      new Promise<void>((resolve) => {
        const to = {port: served.port, host: '127.0.0.1', rejectUnauthorized: false};
        const said = () => {
          if (text !== '') socket.write(text);
          resolve();
        };
        const socket = isTls && text !== '' ? connectTls(to, said) : connect(to, said);
        socket.on('error', () => resolve()).on('data', () => {});
        sockets.push(socket);
      });

    it('runs, lives, and tells another viewer of the run', async () => {
      for (let n = 0; n < SILENT; n += 100) await Promise.all(Array.from({length: 100}, () => say('')));
      const begun = await ask('/scheduler/test-distribution?wait=false', 'admin', 'POST');
      expect(begun.status).to.equal(202);
      const {run_id} = JSON.parse(begun.text) as {run_id: string};
      const wanted = `GET /runs/${run_id}/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens.viewer}\r\n\r\n`;
      await Promise.all(Array.from({length: STREAMS}, () => say(wanted)));
      expect((await ask('/livez', 'other')).status).to.equal(200);
      const stream = await ask(`/runs/${run_id}/stream`, 'other');
      expect(stream.text).to.match(/event: RunStarted.*event: RunCompleted.*event: end\n/s);
      const {run} = JSON.parse((await ask(`/runs/${run_id}`, 'other')).text) as {run: RunReport};
      expect([run.status, run.users.distributed]).to.deep.equal(['completed', 50]);
    });
  });

async function tlsFiles(at: Installation): Promise<Record<string, string>> {
  const {cert, key} = await certificateOf('localhost');
  at.write('sc.pem', cert);
  at.write('sc.key', key);
  chmodSync(at.inFolder('sc.key'), 0o600);
  return {TLS_CERT_FILE: at.inFolder('sc.pem'), TLS_KEY_FILE: at.inFolder('sc.key')};
}
