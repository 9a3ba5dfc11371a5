// better-sqlite3 brings its binaries and says so by `gypfile: false`. npm forgets that whenever it writes the lock file,
// and would compile it on every machine (npm/cli#9837): runs after each change of node_modules and says it again.
import {readFileSync, writeFileSync} from 'node:fs';

const LOCK = new URL('../npm-shrinkwrap.json', import.meta.url);
const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const driver = lock.packages['node_modules/better-sqlite3'];
if (driver.gypfile !== false) {
  driver.gypfile = false;
  writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
}
