import {execFileSync} from 'node:child_process';
import {closeSync, constants, openSync, readFileSync, readSync, renameSync} from 'node:fs';
import {join} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {expect} from 'chai';
import {openLog} from '../../src/bootstrap/log.ts';
import {logTarget} from '../../src/bootstrap/log-target.ts';
import {tempFolder} from '../support/temp-folder.ts';

describe('the log', () => {
  let folder: ReturnType<typeof tempFolder>;
  before(() => {
    folder = tempFolder();
  });
  after(() => folder.remove());

  function target(dest: number | string) {
    const told: string[] = [];
    const tell = (word: string) => void told.push(word);
    const trouble = {lost: () => tell('lost'), began: tell, ended: () => tell('ended')};
    return {told, ...logTarget(dest, trouble)};
  }

  it('on a full disk is told of once, loses lines and throws nothing', () => {
    const {told, write} = target('/dev/full');
    for (const line of ['a\n', 'b\n', 'c\n']) write(line);
    expect(told).to.deep.equal(['lost', 'ENOSPC', 'lost', 'lost']);
  });

  it('goes on when a reader is there again, with whole lines', () => {
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = () => openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const first = reader();
    const {told, write} = target(pipe);
    write('heard\n');
    closeSync(first);
    write('into nothing\n');
    const second = reader();
    write('heard again\n');
    const buffer = Buffer.alloc(100);
    expect(told).to.deep.equal(['lost', 'EPIPE', 'ended']);
    expect(buffer.toString('utf8', 0, readPipe(second, buffer))).to.equal('heard\nheard again\n');
    closeSync(second);
  });

  it('into a pipe that nobody reads yet waits for nobody, and is written once somebody does', () => {
    const pipe = join(folder.path, 'unread');
    execFileSync('mkfifo', [pipe]);
    const {told, write} = target(pipe);
    write('into nothing\n');
    expect(told).to.deep.equal(['lost', 'ENXIO']);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    write('heard\n');
    const heard = Buffer.alloc(100);
    expect(heard.toString('utf8', 0, readSync(reader, heard))).to.equal('heard\n');
    expect(told).to.deep.equal(['lost', 'ENXIO', 'ended']);
    closeSync(reader);
  });

  it('waits for a slow reader once and a second, and finishes the line that was cut short', () => {
    const pipe = join(folder.path, 'slow');
    execFileSync('mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    const writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    const {told, write} = target(writer);
    const long = `${'x'.repeat(99_999)}\n`;
    write(long);
    write('lost\n');
    const buffer = Buffer.alloc(200_000);
    let got = readPipe(reader, buffer);
    write('after\n');
    got += readPipe(reader, buffer.subarray(got));
    expect(buffer.toString('utf8', 0, got)).to.equal(`${long}after\n`);
    expect(told).to.deep.equal(['lost', 'EAGAIN', 'ended']);
    for (const fd of [reader, writer]) closeSync(fd);
  }).timeout(10_000);

  it('is written to a new file once the old one was renamed and it is reopened', () => {
    const path = join(folder.path, 'logs', 'app.log');
    const {write, reopen, told} = target(path);
    write('one\n');
    renameSync(path, `${path}.1`);
    write('two\n');
    reopen();
    write('three\n');
    expect([`${path}.1`, path].map((file) => readFileSync(file, 'utf8'))).to.deep.equal(['one\ntwo\n', 'three\n']);
    expect(told).to.deep.equal([]);
  });

  it('in a folder that cannot be made is a fault at once, where Node would try for ever', () => {
    expect(() => target('/proc/no folder/app.log')).to.throw('ENOENT');
  });

  it('says in the other place that one cannot be written, and counts', async () => {
    const path = join(folder.path, 'other.log');
    const fd = openSync(path, 'a');
    const told: string[] = [];
    const place = {fd: fd as 1, terminal: false, color: false, tell: (message: string) => void told.push(message)};
    const {log, lost} = openLog({level: 'info', file: '/dev/full'}, place);
    log.info({}, 'first');
    log.info({}, 'second');
    await nextTurn();
    const said = readFileSync(path, 'utf8').trim().split('\n');
    expect(said.map((line) => JSON.parse(line).msg)).to.deep.equal([
      'first',
      'second',
      'LOG_FILE cannot be written (ENOSPC); the work goes on',
    ]);
    expect(lost()).to.equal(3);
    closeSync(fd);
  });
});

/** All that waits in it. */
function readPipe(fd: number, into: Buffer): number {
  let got = 0;
  try {
    for (;;) {
      const n = readSync(fd, into, got, into.length - got, null);
      if (n === 0) return got;
      got += n;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return got;
    throw error;
  }
}
