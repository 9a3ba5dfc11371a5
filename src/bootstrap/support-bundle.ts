import {open} from 'node:fs/promises';
import {writePrivateFile} from '../adapters/files/write-private-file.ts';
import {scrub} from '../domain/scrub.ts';
import type {Config} from './config/config-types.ts';
import {describeConfig, secretsIn} from './config/describe-config.ts';

const LINES = 200;
const MOST_BYTES = 256 * 1024;

/**
 * Writes what a ticket needs, for its owner alone: what the checks found, the configuration masked, versions, and the last
 * lines of LOG_FILE without secrets and ids. Without a configuration nobody knows what is secret: the log is left out.
 */
export async function writeBundle(file: string, report: object, config: Config | null): Promise<void> {
  const {node, openssl, tz, icu} = process.versions;
  const bundle = {
    report,
    runtime: {node, openssl, tz, icu, platform: `${process.platform} ${process.arch}`},
    configuration: config && describeConfig(config),
    log: config?.log.file ? (await lastLines(config.log.file)).map(hideIn(secretsIn(config))) : [],
  };
  const text = `${JSON.stringify(bundle, null, 2)}\n`;
  await writePrivateFile(file, pieces(text), {replace: false});
}

async function* pieces(text: string) {
  yield text;
}

/** A line as it may leave the house. A secret may stand in it as it is, within JSON, or encoded. */
function hideIn(secrets: readonly string[]): (line: string) => string {
  const spelt = secrets.flatMap((it) => [it, JSON.stringify(it).slice(1, -1), Buffer.from(it).toString('base64')]);
  const longestFirst = [...new Set(spelt)].sort((a, b) => b.length - a.length);
  return (line) => scrub(longestFirst.reduce((text, secret) => text.replaceAll(secret, '***'), line));
}

/** None of a file that cannot be read. */
async function lastLines(path: string): Promise<string[]> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return [];
  try {
    const {size} = await file.stat();
    const start = Math.max(0, size - MOST_BYTES);
    const {buffer, bytesRead} = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    // The first one may have lost its beginning, and with it what a secret is known by.
    return (start > 0 ? lines.slice(1) : lines).filter((line) => line !== '').slice(-LINES);
  } finally {
    await file.close();
  }
}
