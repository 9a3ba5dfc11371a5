import {closeSync, constants, existsSync, mkdirSync, openSync, writeSync} from 'node:fs';
import {dirname} from 'node:path';
import {isFull, putAside, type Rotation} from './log-rotation.ts';

export type LogTarget = {
  /** Never throws. */
  write(line: string): void;
  /** From now on writes to the file that has the name now; a rotated one is let go. */
  reopen(): void;
};

export type Trouble = {
  /** For each line that is lost. */
  readonly lost: () => void;
  /** When the first is lost, with the reason, and when lines are written again. */
  readonly began: (code: string) => void;
  readonly ended: () => void;
};

/** The disk or its quota is full, or nobody reads the pipe yet: that passes. */
const PASSING = ['ENOSPC', 'EDQUOT', 'ENXIO'];
/** Like `a`; a pipe that nobody reads is an error at once, not a wait. */
const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NONBLOCK;
/** How long a reader that is slow is waited for, in ms, once. */
const SLOW_MS = 1_000;
const LOOK_MS = 20;

/**
 * Where log lines go, a file or a descriptor. A line that cannot be written (full disk, closed pipe) is lost; that never
 * reaches who logs, and each line is a new try. Throws when the file cannot be opened at first, unless that passes.
 */
export function logTarget(
  dest: number | string,
  {lost, began, ended}: Trouble,
  rotation: Rotation | null = null,
): LogTarget {
  let fd: number | null = null;
  let cutOff: Buffer = Buffer.alloc(0);
  let isTroubled = false;
  const attempt = (work: () => void) => {
    try {
      work();
      if (isTroubled) ended();
      isTroubled = false;
    } catch (error) {
      lost();
      if (!isTroubled) began(codeOf(error));
      isTroubled = true;
    }
  };
  const put = (line: string) => {
    fd ??= open(dest);
    const waitMs = isTroubled || cutOff.length > 0 ? 0 : SLOW_MS;
    // The end of a line that was cut short comes first, so that lines stay whole.
    cutOff = writeAll(fd, cutOff, waitMs);
    if (cutOff.length > 0) throw new Error('cut short again');
    const bytes = Buffer.from(line);
    fd = withRoom(fd, bytes.length);
    cutOff = writeAll(fd, bytes, waitMs);
  };
  /** Where files cannot be renamed, the one that there is goes on growing. */
  const withRoom = (open: number, bytes: number) => {
    if (rotation === null || typeof dest === 'number' || !isFull(open, bytes, rotation)) return open;
    try {
      putAside(dest, open, rotation);
      return exchange(open, dest);
    } catch {
      return open;
    }
  };

  try {
    fd = open(dest);
  } catch (error) {
    if (!PASSING.includes(codeOf(error))) throw error;
  }
  return {
    write: (line) => attempt(() => put(line)),
    reopen: () => {
      if (typeof dest === 'number') return;
      attempt(() => {
        fd = fd === null ? open(dest) : exchange(fd, dest);
        cutOff = Buffer.alloc(0);
      });
    },
  };
}

function open(dest: number | string): number {
  if (typeof dest === 'number') return dest;
  makeFolder(dirname(dest));
  return openSync(dest, APPEND);
}

/** The file that has the name now, instead of the one that is open. */
function exchange(fd: number, dest: string): number {
  const next = open(dest);
  closeSync(fd);
  return next;
}

/** Where nothing can be made (/proc), Node's own `recursive` never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!existsSync(path)) throw error;
  }
}

/** Answers what could not be written of a line that was begun; throws when not even its beginning could. */
function writeAll(fd: number, bytes: Buffer, waitMs: number): Buffer {
  let rest = bytes;
  for (let waited = 0; rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (codeOf(error) === 'EAGAIN' && waited < waitMs) waited += pause();
      else if (rest.length < bytes.length) return rest;
      else throw error;
    }
  }
  return rest;
}

/** Holds up the thread: lines are written at once, in their order. */
function pause(): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
  return LOOK_MS;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be written';
}
