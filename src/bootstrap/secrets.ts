import {randomBytes} from 'node:crypto';
import {closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Failure} from '../application/failure.ts';
import type {Config, ConfigDraft, SecretName} from './config/config-types.ts';

export type Secrets<Name extends SecretName = SecretName> = Readonly<Record<Name, string>>;

const NAMES: readonly SecretName[] = ['ASSIGNMENT_SECRET', 'ROSTER_KEY', 'AUTH_JWT_SECRET'];
const FILE = 'secrets.json';

/** The configuration with the secrets that DATA_DIR keeps. */
export function provideSecrets(draft: ConfigDraft): Config {
  const {auth, secrets} = draft;
  const kept = ensureSecrets(draft.dataDir, secrets.generated);
  return {
    ...draft,
    auth: auth.type === 'secret' ? {...auth, secret: auth.secret ?? kept.AUTH_JWT_SECRET} : auth,
    secrets: {
      ...secrets,
      assignmentSecret: secrets.assignmentSecret ?? kept.ASSIGNMENT_SECRET,
      rosterKey: secrets.rosterKey ?? kept.ROSTER_KEY,
    },
  };
}

/**
 * The wanted secrets (32 bytes, hex) of DATA_DIR, all of which are made there the first time. However many processes
 * start at once, one file wins and all of them read it. Touches nothing if nothing is wanted.
 */
export function ensureSecrets<Name extends SecretName>(dataDir: string, wanted: readonly Name[]): Secrets<Name> {
  if (wanted.length === 0) return {} as Secrets<Name>;
  const text = reaching(dataDir, () => readOrCreate(dataDir, join(dataDir, FILE)));
  return parseSecrets(text, dataDir, wanted);
}

function readOrCreate(dataDir: string, path: string): string {
  const text = readIfThere(path);
  if (text !== null) return text;
  createOnce(dataDir, path);
  return readFileSync(path, 'utf8');
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Complete and on the disk before it has its name, which is taken only once. */
function createOnce(dataDir: string, path: string): void {
  mkdirSync(dataDir, {recursive: true});
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, newSecrets(), {mode: 0o600, flag: 'wx', flush: true});
    linkSync(temporary, path);
    flushFolder(dataDir);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, {force: true});
  }
}

function newSecrets(): string {
  return `${JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, randomBytes(32).toString('hex')])), null, 2)}\n`;
}

/** So that the new name outlives a power cut. Windows can't open folders. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The parser's own errors quote the text, so nothing of them is passed on. */
function parseSecrets<Name extends SecretName>(text: string, dataDir: string, wanted: readonly Name[]): Secrets<Name> {
  const found = parseObject(text);
  const entries = wanted.map((name) => {
    const value = found[name];
    if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return [name, value];
    throw new Failure('configuration', `${FILE} in ${dataDir} is damaged: it has no valid ${name}`, {
      advice:
        `restore ${FILE} from a backup, or set ${name} to its old value; do not just delete it: ` +
        'stored rosters and the plans of old runs cannot be read or checked without it',
    });
  });
  return Object.fromEntries(entries);
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function reaching<Result>(dataDir: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    throw new Failure('unreachable', `${FILE} in ${dataDir} cannot be read or made (${code})`, {
      advice: ADVICE[code] ?? `let this user read and write in ${dataDir}, or set DATA_DIR`,
      cause: error,
    });
  }
}

const BY_HAND = 'or set ASSIGNMENT_SECRET, ROSTER_KEY and AUTH_JWT_SECRET by hand';
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'free space on the disk of DATA_DIR',
  ENOTDIR: 'set DATA_DIR to a folder',
  EEXIST: 'set DATA_DIR to a folder',
  EISDIR: `${FILE} has to be a file: remove the folder of that name`,
  EPERM: `put DATA_DIR on a disk where this user may write and make hard links, ${BY_HAND}`,
  ENOTSUP: `put DATA_DIR on a disk with hard links, ${BY_HAND}`,
  ENOSYS: `put DATA_DIR on a disk with hard links, ${BY_HAND}`,
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
