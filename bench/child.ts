import {spawn} from 'node:child_process';
import {once} from 'node:events';
import type {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RESOURCES = new URL('./resources.mjs', import.meta.url).href;

/** A Node process from its start to its end: its standard output as JSON, and what it took. */
export type Measured<Answer> = {
  readonly answer: Answer;
  readonly seconds: number;
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** Peak of the resident memory. */
  readonly megabytes: number;
};

export type ChildOptions = {
  readonly parameters: readonly string[];
  readonly nodeOptions?: readonly string[];
  /** All of its environment but PATH. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

/** Runs a script of this repository in a process of its own. */
export async function measureChild<Answer>(script: string, options: ChildOptions): Promise<Measured<Answer>> {
  const {parameters, nodeOptions = [], env = {}, cwd = ROOT} = options;
  const start = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, '--import', RESOURCES, `${ROOT}${script}`, ...parameters], {
    cwd,
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const output = child.stdio.slice(1).map((stream) => text(stream as Readable));
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - start) / 1000;
  const [stdout = '', stderr = '', resources = ''] = await Promise.all(output);
  if (code !== 0) throw new Error(`${script} ended with exit code ${code}\n${stderr}`);
  const {userCPUTime, systemCPUTime, maxRSS} = JSON.parse(resources) as NodeJS.ResourceUsage;
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  return {answer: JSON.parse(stdout), seconds, cpuSeconds, megabytes: (maxRSS * 1024) / 1e6};
}
