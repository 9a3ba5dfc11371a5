import {chmodSync, lstatSync, readdirSync, realpathSync, type Stats} from 'node:fs';
import {join} from 'node:path';

/** Windows knows no modes. */
const HAS_MODES = process.platform !== 'win32';
const ANYBODY = 0o007;
const ALL_BUT_OWNER = 0o077;
const OURS = /^(dssb_app|spss|state)\.db(-wal|-shm|-journal)?$|^(secrets\.json|audit-key)$/;

/** Files of secrets, of those given, that any account of this machine may read or write. */
export function openToAnybody(paths: readonly string[]): string[] {
  return paths.filter((path) => isOpen(targetOf(path), ANYBODY));
}

export type Tightened = {readonly closed: number; readonly failed: readonly string[]};

/**
 * Takes everybody's but the owner's rights from DATA_DIR, from what this service keeps in it, and from the log file: what
 * was made under a wider umask. Other files in that folder are let alone. `failed`: what belongs to somebody else.
 */
export function tightenFiles(dataDir: string, logFile: string | null): Tightened {
  const mails = join(dataDir, 'mail');
  const inMails = isOpen(mails, ALL_BUT_OWNER) ? namesIn(mails).filter((name) => name.endsWith('.eml')) : [];
  const paths = [
    ...[dataDir, mails],
    ...namesIn(dataDir).filter((name) => OURS.test(name)).map((name) => join(dataDir, name)),
    ...inMails.map((name) => join(mails, name)),
    ...(logFile === null ? [] : [logFile]),
  ]; // biome-ignore format: a list
  const open = paths.filter((path) => isOpen(path, ALL_BUT_OWNER));
  const failed = open.filter((path) => !tighten(path));
  return {closed: open.length - failed.length, failed};
}

function isOpen(path: string, to: number): boolean {
  const found = HAS_MODES ? statOf(path) : undefined;
  // A link has no rights of its own, and a device such as /dev/stdout is not ours to close.
  return found !== undefined && (found.isFile() || found.isDirectory()) && (found.mode & to) !== 0;
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, {throwIfNoEntry: false});
  } catch {
    return undefined;
  }
}

/** Of a link; certificates' keys are often reached by one. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function tighten(path: string): boolean {
  try {
    chmodSync(path, lstatSync(path).mode & ~ALL_BUT_OWNER & 0o777);
    return true;
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
