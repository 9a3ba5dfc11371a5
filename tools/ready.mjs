// Makes a fresh clone ready: installs what the lock file names when it is not installed, builds what is newer than dist.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Node 20.19 or later is needed, this is ${process.versions.node}`);
if (modified('package-lock.json') > modified('node_modules/.package-lock.json')) {
  console.error('Installing dependencies (npm ci) ...');
  run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
} else if (newest('src') > newest('dist')) {
  run('npm', 'run', '--silent', 'build');
}

function run(command, ...args) {
  // stdout belongs to whatever is run after this.
  const {status} = spawnSync(command, args, {stdio: ['ignore', 2, 2], shell: process.platform === 'win32'});
  if (status !== 0) fail(`${command} ${args.join(' ')} failed`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function modified(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newest(folder) {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, {recursive: true}).map((name) => join(folder, name));
  return Math.max(0, ...files.filter((file) => statSync(file).isFile()).map(modified));
}
