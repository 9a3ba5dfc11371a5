import {execFileSync} from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {expect} from 'chai';
import {openLog} from '../../src/bootstrap/log.ts';
import type {Rotation} from '../../src/bootstrap/log-rotation.ts';
import {logTarget} from '../../src/bootstrap/log-target.ts';
import {tempFolder} from '../support/temp-folder.ts';

describe('the log', () => {
  let folder: ReturnType<typeof tempFolder>;
  before(() => {
    folder = tempFolder();
  });
  after(() => folder.remove());

  function target(dest: number | string, rotation: Rotation | null = null) {
    const told: string[] = [];
    const tell = (word: string) => void told.push(word);
    const trouble = {lost: () => tell('lost'), began: tell, ended: () => tell('ended')};
    return {told, ...logTarget(dest, trouble, rotation)};
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

  it('is put aside when it has its size, with whole lines, and only so many files are kept', () => {
    const path = join(folder.path, 'grown', 'app.log');
    const {write, told} = target(path, {maxBytes: 30, keep: 2});
    for (let i = 0; i < 12; i++) write(`line ${String(i).padStart(4, '0')}\n`);
    const texts = [`${path}.2`, `${path}.1`, path].map((file) => readFileSync(file, 'utf8'));
    expect(texts.map((text) => text.match(/\d+/g))).to.deep.equal([
      ['0003', '0004', '0005'],
      ['0006', '0007', '0008'],
      ['0009', '0010', '0011'],
    ]);
    write(`${'x'.repeat(100)}\n`);
    write('short\n');
    expect(readFileSync(`${path}.1`, 'utf8'), 'a line that is larger is whole too').to.have.length(101);
    expect(readFileSync(path, 'utf8')).to.equal('short\n');
    expect(existsSync(`${path}.3`)).to.equal(false);
    expect(told).to.deep.equal([]);
  });

  it('that another process has put aside is only opened anew', () => {
    const path = join(folder.path, 'shared.log');
    const [one, two] = [target(path, {maxBytes: 12, keep: 5}), target(path, {maxBytes: 12, keep: 5})];
    one.write('first 1\n');
    two.write('second\n');
    one.write('third\n');
    expect(readFileSync(`${path}.1`, 'utf8')).to.equal('first 1\n');
    expect(readFileSync(path, 'utf8')).to.equal('second\nthird\n');
    one.write('fourth\n');
    expect([2, 1].map((n) => readFileSync(`${path}.${n}`, 'utf8'))).to.deep.equal(['first 1\n', 'second\nthird\n']);
  });

  it('is written on where nothing can be put aside, and a device never is', () => {
    const path = join(folder.path, 'stuck.log');
    const {write, told} = target(path, {maxBytes: 10, keep: 1});
    mkdirSync(`${path}.1`);
    writeFileSync(join(`${path}.1`, 'in the way'), '');
    for (const line of ['one of 11\n', 'two of 11\n']) write(line);
    expect(readFileSync(path, 'utf8')).to.equal('one of 11\ntwo of 11\n');
    const device = target('/dev/null', {maxBytes: 1, keep: 1});
    for (const line of ['a\n', 'b\n']) device.write(line);
    expect([...told, ...device.told, existsSync('/dev/null.1')]).to.deep.equal([false]);
  });

  it('in a folder that cannot be made is a fault at once, where Node would try for ever', () => {
    expect(() => target('/proc/no folder/app.log')).to.throw('ENOENT');
  });

  it('says in the other place that one cannot be written, and counts', async () => {
    const path = join(folder.path, 'other.log');
    const fd = openSync(path, 'a');
    const told: string[] = [];
    const place = {fd: fd as 1, terminal: false, color: false, tell: (message: string) => void told.push(message)};
    const {log, lost} = openLog({level: 'info', file: '/dev/full', maxBytes: null, keep: 9}, place);
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
