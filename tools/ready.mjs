// Makes a fresh clone ready: installs what the lock file names when it is not installed, builds what is newer than dist.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const [major, minor] = process.versions.node.split('.').map(Number);
const NODE_20 = major === 20 && minor >= 19;
if (!NODE_20 && !(major === 22 && minor >= 14) && major < 24) {
  fail(`Node ${process.versions.node} cannot run this: use 24 or later, 22.14 or later of 22, or 20.19 or later of 20`);
}
if (!isInstalled()) {
  console.error('Installing dependencies (npm ci) ...');
  // Only Node 20 has something to compile.
  run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...(NODE_20 ? [] : ['--ignore-scripts']));
}
if (newest('src') > newest('dist')) run('npm', 'run', '--silent', 'build');

const {loadDriver} = await import('../dist/adapters/sqlite/driver.js');
try {
  loadDriver();
} catch (error) {
  fail(error.message);
}

function run(command, ...args) {
  // stdout belongs to whatever is run after this.
  const {status} = spawnSync(command, args, {stdio: ['ignore', 2, 2], shell: process.platform === 'win32'});
  if (status !== 0) fail(`${command} ${args.join(' ')} failed`, 1);
}

function fail(message, exitCode = 3) {
  console.error(message);
  process.exit(exitCode);
}

/** A lock file that only names another version of ours asks for nothing. */
function isInstalled() {
  const [lock, installed] = ['npm-shrinkwrap.json', 'node_modules/.package-lock.json'];
  if (modified(lock) <= modified(installed)) return true;
  if (!existsSync(installed)) return false;
  const [wanted, found] = [lock, installed].map((path) => JSON.parse(readFileSync(path, 'utf8')).packages);
  const {'': _, ...packages} = wanted;
  return Object.entries(packages).every(([path, {version, optional}]) =>
    path in found ? found[path].version === version : optional,
  );
}

function modified(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newest(folder) {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, {recursive: true}).map((name) => join(folder, name));
  return Math.max(0, ...files.filter((file) => statSync(file).isFile()).map(modified));
}
