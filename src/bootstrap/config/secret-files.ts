import {closeSync, openSync, readSync} from 'node:fs';
import type {Fault} from './given.ts';
import {VARIABLE_NAMES, VARIABLES, type Variable} from './variables.ts';

type Texts = Readonly<Record<string, string | undefined>>;

const SUFFIX = '_FILE';
const MOST_BYTES = 65_536;
const EXPECTED = 'the path of a UTF-8 text file, not empty and of at most 64 KB, that this user may read';

/** `ROSTER_KEY_FILE` and the like: any variable with a mask may be given as the path of a file that holds it. */
export const SECRET_FILE_NAMES: readonly string[] = VARIABLE_NAMES.filter(
  (name) => (VARIABLES[name] as Variable).mask !== null,
).map((name) => `${name}${SUFFIX}`);

/** The texts with what those files hold, without the line feed at the end. What cannot be read is a fault, never quoted. */
export function readSecretFiles(texts: Texts): {readonly texts: Texts; readonly faults: readonly Fault[]} {
  const read: Record<string, string | undefined> = {...texts};
  const faults: Fault[] = [];
  for (const variable of SECRET_FILE_NAMES) {
    const path = texts[variable];
    const name = variable.slice(0, -SUFFIX.length);
    if (!path) continue;
    if (texts[name]) faults.push({variable, expected: `nothing if ${name} is set`});
    const text = readIfPossible(path);
    if (text) read[name] = text;
    else faults.push({variable, expected: EXPECTED, got: path});
  }
  return {texts: read, faults};
}

function readIfPossible(path: string): string | null {
  try {
    const bytes = readAtMost(path, MOST_BYTES);
    return bytes && new TextDecoder('utf-8', {fatal: true}).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    return null;
  }
}

/** Null for more: a device might never end. A pipe is read to its end, as of `ROSTER_KEY_FILE=<(vault …)`. */
function readAtMost(path: string, most: number): Buffer | null {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(most + 1);
    for (let length = 0; length <= most; ) {
      const read = readSync(file, buffer, length, buffer.length - length, null);
      if (read === 0) return buffer.subarray(0, length);
      length += read;
    }
    return null;
  } finally {
    closeSync(file);
  }
}
