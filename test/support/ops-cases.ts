import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {tempFolder} from './temp-folder.ts';

/** Beside the checkout; whoever runs these tests must have it there. */
const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));
const MAIN = fileURLToPath(new URL('../../dist/bootstrap/main.js', import.meta.url));

export type OpsCase = {
  /** Folder and script, such as `08-log-target-full/run.sh`. */
  readonly script: string;
  /** The variant, by the words that its README names. */
  readonly env?: Readonly<Record<string, string>>;
  /** Texts of the script to replace: shorter pauses, or what the contract has come to ask for. Each must be there. */
  readonly edits?: readonly (readonly [from: string, to: string])[];
  /** What the output has to say; unless given, PASS. */
  readonly says?: RegExp;
};

export type OpsAnswer = {readonly code: number | null; readonly said: string};

/** The scripts of the folder, each as `folder/script`. Throws where the folder is missing. */
export function opsScripts(): string[] {
  return readdirSync(`${SHARED}cases-ops`, {recursive: true, encoding: 'utf8'})
    .filter((path) => /^\d\d-[^/]+\/[^/]+\.sh$/.test(path))
    .sort();
}

/** A copy of the cases that scripts may be changed in; ports and folders differ from run to run. */
export function opsFolder() {
  const folder = tempFolder();
  // Some scripts play other users.
  chmodSync(folder.path, 0o755);
  let runs = 0;
  // Two runs of the suite at once are improbable, and do not meet.
  const ports = 8_000 + (process.pid % 4) * 2_000;
  return {
    remove: folder.remove,
    play: async (given: OpsCase, longestMs: number): Promise<OpsAnswer> => {
      const number = ++runs;
      const home = join(folder.path, String(number));
      lay(home, ports + number * 20);
      const path = join(home, 'cases-ops', given.script);
      edit(path, given.edits ?? []);
      return played(path, longestMs, {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        SC_MAIN: MAIN,
        TMPROOT: join(home, 'run'),
        MONGO_PORT: String(ports + 1_900 + number * 2),
        ...given.env,
      });
    },
  };
}

function lay(home: string, oraclePorts: number): void {
  cpSync(`${SHARED}cases-ops`, join(home, 'cases-ops'), {recursive: true});
  chmodSync(join(home, 'cases-ops'), 0o755);
  strengthenSecrets(join(home, 'cases-ops'));
  // `fresh` unsets PORT_BASE with all that begins with PORT.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's
  edit(join(home, 'cases-ops/oracle.sh'), [['${PORT_BASE:-16310}', String(oraclePorts)]]);
  for (const name of ['data', 'test-servers']) symlinkSync(join(SHARED, name), join(home, name));
  mkdirSync(join(home, 'run'));
}

/** 64 times the same digit, as the scripts have it, is refused as a key since. */
function strengthenSecrets(cases: string): void {
  for (const name of readdirSync(cases, {recursive: true, encoding: 'utf8'}).filter((it) => it.endsWith('.sh'))) {
    const path = join(cases, name);
    const text = readFileSync(path, 'utf8');
    const strong = text.replaceAll(/\$\(printf '(\d)%\.0s' \{1\.\.64\}\)/g, (_, digit: string) =>
      createHash('sha256').update(digit).digest('hex'),
    );
    if (strong === text) continue;
    chmodSync(path, 0o755);
    writeFileSync(path, strong);
  }
}

function edit(path: string, edits: NonNullable<OpsCase['edits']>): void {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  chmodSync(path, 0o755);
  writeFileSync(path, text);
}

/** In a process group of its own, so that nothing outlives a script that hangs. */
function played(path: string, longestMs: number, env: Record<string, string>): Promise<OpsAnswer> {
  return new Promise((resolve) => {
    const child = spawn('bash', [path], {env, detached: true, stdio: ['ignore', 'pipe', 'pipe']});
    let said = '';
    const end = () => process.kill(-child.pid!, 'SIGKILL');
    const late = setTimeout(end, longestMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk;
      });
    }
    child.once('exit', (code) => {
      clearTimeout(late);
      try {
        end();
      } catch {
        // All of them have ended.
      }
      resolve({code, said});
    });
  });
}
