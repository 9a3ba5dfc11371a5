import {type ChildProcess, type ChildProcessByStdio, spawn, spawnSync} from 'node:child_process';
import {cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {type Connection, openDatabase} from '../../src/adapters/sqlite/driver.ts';
import {runHere} from './in-process.ts';
import {tempFolder} from './temp-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(ROOT, 'dist/bootstrap/main.js');

/** A zone where it is noon just now, and its date: no test meets a midnight. */
const EAST = 12 - new Date().getUTCHours();
const NOON_ZONE = `Etc/GMT${EAST === 0 ? '' : EAST > 0 ? `-${EAST}` : `+${-EAST}`}`;
export const TODAY = new Date(Date.now() + EAST * 3_600_000).toISOString().slice(0, 10);

export type Settings = Readonly<Record<string, string>>;
export type Answer = {readonly code: number | null; readonly out: string; readonly err: string};

/** The real command with a DATA_DIR of its own and nothing of this process's environment. */
export type Installation = {
  readonly data: string;
  /** All that its commands have of an environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** A path in the folder that commands are started in. */
  readonly inFolder: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => void;
  readonly remove: (name: string) => void;
  readonly open: (name: 'dssb_app' | 'spss' | 'state') => Connection;
  /** Starts a command, given as its words or as a line of them. */
  readonly start: (...command: Started) => ChildProcessByStdio<null, Readable, Readable>;
  /** The same, and waits for its end. */
  readonly run: (...command: Started) => Promise<Answer>;
  /** The same in this process, without its start: where that is not what is tested. See in-process.ts. */
  readonly here: (words: string | readonly string[], more?: Settings, input?: string) => Promise<Answer>;
  /** The same data under the same secrets. */
  readonly copy: (more?: Settings) => Installation;
};
type Started = [
  words: string | readonly string[],
  more?: Settings,
  nodeOptions?: readonly string[],
  /** A program that starts the command in its turn, such as `setpriv`. */
  through?: readonly string[],
];

/** Makes installations that are removed after the tests of this `describe`. */
export function installations(): (settings?: Settings) => Installation {
  const folders: ReturnType<typeof tempFolder>[] = [];
  before(buildIfStale);
  after(() => {
    for (const folder of folders) folder.remove();
  });
  return function install(settings = {}): Installation {
    const folder = tempFolder();
    folders.push(folder);
    const data = join(folder.path, 'data');
    const environment = {
      PATH: process.env.PATH ?? '',
      DATA_DIR: data,
      PORT: '0',
      SCHEDULE_TIMEZONE: NOON_ZONE,
      ...settings,
    };
    const inFolder = (name: string) => join(folder.path, name);
    const start: Installation['start'] = (words, more = {}, nodeOptions = [], through = []) => {
      const argv = typeof words === 'string' ? words.split(' ').filter(Boolean) : words;
      const [program, ...rest] = [...through, process.execPath, ...nodeOptions, MAIN, ...argv];
      return spawn(program!, rest, {
        cwd: folder.path,
        env: {...environment, ...more},
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    };
    return {
      data,
      environment,
      inFolder,
      write: (name, content) => writeFileSync(inFolder(name), content),
      remove: (name) => rmSync(inFolder(name)),
      open: (name) => openDatabase(join(data, `${name}.db`), {fileMustExist: true}),
      start,
      run: (...command) => answerOf(start(...command)),
      here: (words, more = {}, input = '') =>
        runHere({folder: folder.path, environment: {...environment, ...more}}, words, input),
      copy: (more = {}) => {
        const other = install({...settings, ...more});
        if (existsSync(data)) cpSync(data, other.data, {recursive: true});
        return other;
      },
    };
  };
}

/** Waits for the end of a process and answers all it said. */
export async function answerOf(child: ChildProcess): Promise<Answer> {
  const texts = [child.stdout, child.stderr].map(async (stream) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream!) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  });
  const code = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  const [out, err] = await Promise.all(texts);
  return {code: await code, out: out!, err: err!};
}

/** The one JSON document on stdout. */
export function jsonOf<Document>({out}: Answer): Document {
  return JSON.parse(out) as Document;
}

export function buildIfStale(): void {
  if (existsSync(MAIN) && newest(join(ROOT, 'dist')) >= newest(join(ROOT, 'src'))) return;
  const {status, stdout} = spawnSync('npm', ['run', '--silent', 'build'], {cwd: ROOT, encoding: 'utf8'});
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}`);
}

function newest(folder: string): number {
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((name) => statSync(join(folder, name)));
  return Math.max(...files.filter((file) => file.isFile()).map(({mtimeMs}) => mtimeMs));
}
