import {lstat, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {Failure} from '../../application/failure.ts';
import type {OldFiles} from '../../application/state/prune.ts';

/** The files of a folder that bear such names, by when they were last written; none of a folder that is not there. */
export function oldFiles(folder: string, isOurs: (name: string) => boolean): OldFiles {
  return {
    list: async (before) => {
      const names = await readdir(folder).catch((error) => orEmpty(folder, error));
      const found: {path: string; bytes: number}[] = [];
      for (const name of names.filter(isOurs)) {
        const path = join(folder, name);
        const {mtimeMs, size, isFile} = await describe(path);
        if (isFile && mtimeMs < before) found.push({path, bytes: size});
      }
      return found;
    },
    remove: async (path) => {
      await rm(path, {force: true}).catch((error) => Promise.reject(refused(path, error)));
    },
  };
}

async function describe(path: string) {
  const found = await lstat(path).catch(() => null);
  return {mtimeMs: found?.mtimeMs ?? Infinity, size: found?.size ?? 0, isFile: found?.isFile() ?? false};
}

function orEmpty(folder: string, error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw refused(folder, error);
}

function refused(path: string, error: NodeJS.ErrnoException): Failure {
  return new Failure('usage', `${path} cannot be read or removed (${error.code})`, {
    advice: 'say it as the user that the service runs as',
    cause: error,
  });
}
