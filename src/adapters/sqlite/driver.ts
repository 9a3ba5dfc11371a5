import {createRequire} from 'node:module';
import type SqliteDatabase from 'better-sqlite3';
import {Failure} from '../../application/failure.ts';

/**
 * SQLite's driver for the Node that this is; nothing else names it. better-sqlite3 13 brings its binaries and needs
 * Node-API 10 (Node 22.14): opened by an older Node, it kills the process. 12 is compiled at installation, for one Node,
 * and aborts on 24.19 and later when a statement is garbage-collected (nodejs/node#65446). When Node 20 goes, so do
 * `better-sqlite3-node20` here and in package.json, `^20.19` in `engines`, and 20 in node-fault.ts and tools/ready.mjs.
 */
type Driver = typeof SqliteDatabase;
export type Connection = SqliteDatabase.Database;

const NODE_20 = process.versions.node.startsWith('20.');
const require = createRequire(import.meta.url);
let loaded: Driver | null = null;

/** Opens a database file. Throws a Failure `configuration` when the driver can't work here. */
export function openDatabase(path: string, options: SqliteDatabase.Options = {}): Connection {
  return new (loadDriver())(path, options);
}

/** The driver with its native part. Throws a Failure `configuration` of one line: what is wrong, what to do. */
export function loadDriver(): Driver {
  try {
    loaded ??= load();
    return loaded;
  } catch (cause) {
    const mend = NODE_20
      ? 'run npm ci where a C++ compiler and Python are, or use Node 24, which needs neither'
      : 'install again (npm ci); Linux, macOS and Windows on x64 and arm64 can work';
    throw new Failure('configuration', `SQLite's driver ${reasonOf(cause)}: ${mend}`, {cause});
  }
}

function load(): Driver {
  const driver: Driver = NODE_20 ? require('better-sqlite3-node20') : require('better-sqlite3');
  // Only opening loads the native part.
  new driver(':memory:').close();
  return driver;
}

function reasonOf(error: unknown): string {
  const here = `Node ${process.versions.node} (${process.platform} ${process.arch})`;
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_DLOPEN_FAILED')) {
    return `is not installed for ${here}`;
  }
  return `cannot be loaded by ${here}, ${error.message.replaceAll(/\s+/g, ' ')}`;
}
