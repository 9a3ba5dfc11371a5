// npm run test:node -- 22 24: a clone of what is committed, installed and tested on other Nodes, each in a temporary folder.
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the npm package `node` would fetch by an install script. */
const NODE_PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const MOCHA = ['--no-config', '--parallel', '--jobs', '2', '--node-option', 'import=tsx', '--timeout', '120000'];
const TESTS = ['test/{domain,application,adapters,bootstrap,e2e}/**/*.test.ts', 'test/integration/shared-data.test.ts'];

const versions = process.argv.slice(2);
if (versions.length === 0) {
  console.error('usage: npm run test:node -- 22 24 26');
  process.exit(2);
}
const answers = versions.map((version) => `Node ${version}: ${passes(version) ? 'passed' : 'FAILED'}`);
console.log(answers.join('\n'));
process.exitCode = answers.some((answer) => answer.endsWith('FAILED')) ? 1 : 0;

function passes(version) {
  const folder = mkdtempSync(join(tmpdir(), 'softcollection-node-'));
  const project = join(folder, 'softcollection');
  const bin = join(folder, 'node_modules', NODE_PACKAGE, 'bin');
  const env = {...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`};
  const does = (command, args, cwd) => {
    console.log(`\n$ ${command} ${args.join(' ')}`);
    return spawnSync(command, args, {cwd, env, stdio: 'inherit', shell: process.platform === 'win32'}).status === 0;
  };
  mkdirSync(project);
  symlinkSync(join(ROOT, '../shared'), join(folder, 'shared'), 'junction');
  try {
    return (
      does('npm', ['install', '--no-save', '--no-audit', '--no-fund', `${NODE_PACKAGE}@${version}`], folder) &&
      does('git', ['clone', '--quiet', ROOT, project], folder) &&
      does('node', ['--version'], project) &&
      does('node', ['tools/ready.mjs'], project) &&
      does('npx', ['mocha', ...MOCHA, '--reporter', 'dot', ...TESTS], project)
    );
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
