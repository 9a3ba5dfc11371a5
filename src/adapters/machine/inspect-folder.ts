import {constants} from 'node:fs';
import {access, lstat, readdir, statfs} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {FolderFacts} from '../../application/ports/check-facts.ts';

/** Linux's names for the kinds of disk that SQLite cannot rely on, and of those that are only memory. */
const NETWORK_DISKS = [0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x65735546];
const MEMORY_DISKS = [0x01021994, 0x858458f6];

const OTHERS = 0o077;

/** A folder and what stands in it, by name; it is not made. */
export async function inspectFolder(path: string, logFile: string | null): Promise<FolderFacts> {
  const isThere = (await modeOf(path)) !== null;
  const nearest = await nearestThere(path);
  const {type, bavail, bsize} = await statfs(nearest);
  const names = isThere ? await readdir(path).catch(() => []) : [];
  const paths = isThere ? [path, ...names.map((name) => join(path, name))] : [];
  const open = await Promise.all(paths.map(async (it) => (((await modeOf(it)) ?? 0) & OTHERS ? it : null)));
  return {
    path,
    isThere,
    isWritable: await isWritable(nearest),
    freeBytes: bavail * bsize,
    disk: NETWORK_DISKS.includes(type) ? 'network' : MEMORY_DISKS.includes(type) ? 'memory' : 'local',
    openToOthers: open.filter((it) => it !== null),
    logFile: logFile === null ? null : {path: logFile, isWritable: await isFileWritable(logFile)},
  };
}

/** Whether this user may make files there. */
export async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** One that is not there yet counts by the folder that it would be made in. */
async function isFileWritable(path: string): Promise<boolean> {
  if ((await modeOf(path)) === null) return isWritable(await nearestThere(dirname(path)));
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** The folder, or the one above that is there. */
export async function nearestThere(path: string): Promise<string> {
  return (await modeOf(path)) !== null || dirname(path) === path ? path : nearestThere(dirname(path));
}

/** Null for what is not there, and on Windows, which knows no modes. */
async function modeOf(path: string): Promise<number | null> {
  const found = await lstat(path).catch(() => null);
  if (!found) return null;
  return process.platform === 'win32' || found.isSymbolicLink() ? 0 : found.mode;
}
