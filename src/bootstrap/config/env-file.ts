import {readFileSync} from 'node:fs';
import {Failure} from '../../application/failure.ts';
import {isVariableName} from './variables.ts';

/** The text of a `.env` file; null if there is none. */
export function readEnvFile(path: string): string | null {
  const text = readIfThere(path);
  // What Windows calls Unicode: nothing in it would be found, and nobody would know.
  if (text?.includes('\0')) {
    throw new Failure('configuration', '.env is not UTF-8 text', {advice: 'save .env again as UTF-8'});
  }
  return text;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new Failure('configuration', `.env cannot be read (${code})`, {
      advice: 'make .env a file that this user may read, or remove it',
    });
  }
}

/** A warning for each unquoted value with a # and no blank before it: the rest is taken for a comment. */
export function cutValueWarnings(envFile: string): string[] {
  const lines = envFile.matchAll(/^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=(?:[ \t]*[^\s#'"`][^#\r\n]*)?(?<![ \t])#/gm);
  const names = [...lines].map(([, name]) => name!).filter(isVariableName);
  return names.map((name) => `${name} in .env ends at its #; write the value in single quotes`);
}

/** How dotenv finds the names and their values. */
const ASSIGNMENT =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\n]+)?\s*(?:#.*)?$/gm;

/** A warning for each line that nothing is read of, such as `set PORT=1` of Windows, for names that stand twice, for lost letters. */
export function lostLineWarnings(envFile: string): string[] {
  const text = envFile.replace(/\r\n?/g, '\n');
  const names = [...text.matchAll(ASSIGNMENT)].map(([, name]) => name!).filter(isVariableName);
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  const rest = text.replace(ASSIGNMENT, (read) => read.replace(/[^\n]/g, '')).split('\n');
  const unread = rest.flatMap((line, i) => (/^\s*(?:#|$)/.test(line) ? [] : [i + 1]));
  return [
    ...(text.includes('\ufffd') ? ['.env is not UTF-8 text: letters in it are lost; save it again as UTF-8'] : []),
    // A line may be part of a secret: none is repeated.
    ...unread.map((line) => `line ${line} of .env is not read: write NAME=value, in Latin letters`),
    ...[...twice].map((name) => `${name} stands more than once in .env: its last value counts`),
  ];
}
