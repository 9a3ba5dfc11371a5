import {SECRET_FILE_NAMES} from './secret-files.ts';
import {isVariableName, VARIABLE_NAMES} from './variables.ts';

/** Set on many machines by other programs, and close to a name of ours. */
const FOREIGN: ReadonlySet<string> = new Set(['ORACLE_HOME', 'SSL_CERT_FILE']);

/** Names that are likely mistakes. In the environment only those close to a known one: the rest is not ours. */
export function nameWarnings(environment: readonly string[], envFile: readonly string[]): string[] {
  const typos = environment.filter((name) => name.replace(/[^a-z]/gi, '').length >= 6 && closest(name) !== null);
  const unknown = new Set([...envFile, ...typos].filter((name) => !isKnown(name)));
  return [...new Set([...unknown].map(warning))];
}

/** A path to a secret is as good as the secret. */
function isKnown(name: string): boolean {
  return isVariableName(name) || SECRET_FILE_NAMES.includes(name);
}

function warning(name: string): string {
  const meant = closest(name);
  if (meant !== null) return `${name} is not known; did you mean ${meant}?`;
  // The second line of a broken secret looks like a name too: only what is surely one is repeated.
  if (/^[A-Z][A-Z0-9_]{0,39}$/.test(name)) return `${name} in .env is not known`;
  return 'a name in .env is not known; names are written in capitals';
}

function closest(name: string): string | null {
  if (FOREIGN.has(name)) return null;
  const upper = name.toUpperCase();
  const ranked = VARIABLE_NAMES.map((known) => ({known, steps: distance(upper, known)})).sort(
    (a, b) => a.steps - b.steps,
  );
  const {known, steps} = ranked[0]!;
  const limit = Math.max(name.length, known.length) < 10 ? 1 : 2;
  return steps <= limit ? known : null;
}

/** Damerau-Levenshtein: letters added, dropped, changed, or swapped with their neighbour. */
export function distance(a: string, b: string): number {
  const rows = [Array.from({length: b.length + 1}, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, changed));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
      }
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
