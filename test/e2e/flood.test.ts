import {connect, type Socket} from 'node:net';
import {expect} from 'chai';
import type {RunReport} from '../../src/domain/run-report.ts';
import {fill} from '../support/filled.ts';
import {type Served, serve} from '../support/http-installation.ts';
import {type Installation, installations} from '../support/installation.ts';

const SILENT = 2_000;
const STREAMS = 100;

describe('a service with 1,024 file descriptors, under 2,000 silent connections and 100 streams of one viewer', () => {
  const install = installations();
  const sockets: Socket[] = [];
  let at: Installation;
  let served: Served;
  let tokens: Record<'admin' | 'viewer' | 'other', string>;

  before(async () => {
    at = install();
    await fill(at, {people: 50, campaigns: 2});
    served = await serve(at, {}, ['bash', '-c', 'ulimit -n 1024 && exec "$@"', 'limited']);
    const tokenOf = async (words: string) => (await at.run(`token ${words}`)).out.trim();
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
    fetch(served.address + path, {method, headers: {Authorization: `Bearer ${tokens[who]}`}});

  const say = (text: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(served.port, '127.0.0.1', () => {
        if (text !== '') socket.write(text);
        resolve();
      });
      socket.on('error', () => resolve()).on('data', () => {});
      sockets.push(socket);
    });

  it('runs, lives, and tells another viewer of the run', async () => {
    for (let n = 0; n < SILENT; n += 100) await Promise.all(Array.from({length: 100}, () => say('')));
    const begun = await ask('/scheduler/test-distribution?wait=false', 'admin', 'POST');
    expect(begun.status).to.equal(202);
    const {run_id} = (await begun.json()) as {run_id: string};
    const request = `GET /runs/${run_id}/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens.viewer}\r\n\r\n`;
    await Promise.all(Array.from({length: STREAMS}, () => say(request)));
    expect((await fetch(`${served.address}/livez`)).status).to.equal(200);
    const stream = await ask(`/runs/${run_id}/stream`, 'other');
    expect(await stream.text()).to.match(/event: RunStarted.*event: RunCompleted.*event: end\n/s);
    const {run} = (await (await ask(`/runs/${run_id}`, 'other')).json()) as {run: RunReport};
    expect([run.status, run.users.distributed]).to.deep.equal(['completed', 50]);
  });
});
