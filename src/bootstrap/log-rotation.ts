import {existsSync, fstatSync, renameSync, statSync} from 'node:fs';

/** A file that has grown to `maxBytes` is put aside; so many of them are kept. */
export type Rotation = {readonly maxBytes: number; readonly keep: number};

/** Whether so many bytes more are too many for the file; a pipe or a device is never full. */
export function isFull(fd: number, bytes: number, {maxBytes}: Rotation): boolean {
  const file = fstatSync(fd);
  return file.isFile() && file.size > 0 && file.size + bytes > maxBytes;
}

/**
 * `app.log` becomes `app.log.1`, that `app.log.2`, and so on; the oldest goes. Nothing where the name stands for another file
 * by now: another process has done it. Throws where files cannot be renamed.
 */
export function putAside(path: string, fd: number, {keep}: Rotation): void {
  if (statSync(path, {throwIfNoEntry: false})?.ino !== fstatSync(fd).ino) return;
  for (let n = keep - 1; n >= 1; n--) {
    if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`);
  }
  renameSync(path, `${path}.1`);
}
