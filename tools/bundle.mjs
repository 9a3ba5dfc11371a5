// npm run bundle [-- PLATFORM ...]: for a machine that reaches no registry, a tarball with all that production needs, one a
// platform (here's by default): bundle/softcollection-VERSION-PLATFORM.tar.gz, and its checksum beside it.
// With --into FOLDER the files themselves, for a container image.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = join(ROOT, 'bundle');
/** What npm is told of each, and what the drivers call their binary for it; oracledb's is for Thick mode. */
const PLATFORMS = {
  'linux-x64': {npm: ['linux', 'x64', 'glibc'], oracle: true},
  'linux-arm64': {npm: ['linux', 'arm64', 'glibc'], oracle: true},
  'linuxmusl-x64': {npm: ['linux', 'x64', 'musl'], oracle: false},
  'linuxmusl-arm64': {npm: ['linux', 'arm64', 'musl'], oracle: false},
  'darwin-x64': {npm: ['darwin', 'x64'], oracle: false},
  'darwin-arm64': {npm: ['darwin', 'arm64'], oracle: true},
  'win32-x64': {npm: ['win32', 'x64'], oracle: true},
  'win32-arm64': {npm: ['win32', 'arm64'], oracle: false},
};
const IS_WINDOWS = process.platform === 'win32';

const {values, positionals} = parseArgs({allowPositionals: true, options: {into: {type: 'string'}}});
const platforms = positionals.length > 0 ? positionals : [here()];
for (const name of platforms) {
  if (!(name in PLATFORMS)) fail(`${name} is none of ${Object.keys(PLATFORMS).join(', ')}`);
}
if (values.into !== undefined && platforms.length > 1) fail('--into takes one platform');

const {version} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
for (const platform of platforms) {
  const work = mkdtempSync(join(tmpdir(), 'softcollection-bundle-'));
  try {
    const folder = fill(work, platform);
    if (values.into === undefined) console.log(pack(folder));
    else cpSync(folder, values.into, {recursive: true});
  } finally {
    rmSync(work, {recursive: true, force: true});
  }
}

/** The folder that the tarball holds: what `npm pack` ships, what it needs, and what tells of both. */
function fill(work, platform) {
  const [tarball] = JSON.parse(npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', work));
  execFileSync('tar', ['-xzf', tarball.filename], {cwd: work});
  const folder = join(work, `softcollection-${version}-${platform}`);
  cpSync(join(work, 'package'), folder, {recursive: true});
  const [os, cpu, libc] = PLATFORMS[platform].npm;
  // Optional is only the driver for Node 20, which has to be compiled.
  npm(
    folder,
    'ci',
    ...['--omit=dev', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    ...[`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])],
  );
  keepBinaries(join(folder, 'node_modules/better-sqlite3/prebuilds'), (name) => name === `${platform}.node`, 1);
  const oracle = PLATFORMS[platform].oracle ? 1 : 0;
  keepBinaries(
    join(folder, 'node_modules/oracledb/build/Release'),
    (name) => name.endsWith(`-${platform}.node`),
    oracle,
  );
  rmSync(join(folder, 'node_modules/better-sqlite3/deps'), {recursive: true, force: true});
  cpSync(join(ROOT, 'tools/launcher'), join(folder, 'bin'), {recursive: true});
  writeFileSync(join(folder, 'sbom.json'), run(process.execPath, ROOT, 'tools/sbom.mjs'));
  writeFileSync(join(folder, 'LICENCES.txt'), licences(folder));
  writeFileSync(join(folder, 'SHA256SUMS'), checksums(folder));
  return folder;
}

/** Takes the other platforms' binaries out; what is kept is counted, since a driver may name them anew one day. */
function keepBinaries(folder, isKept, expected) {
  const binaries = readdirSync(folder).filter((name) => name.endsWith('.node'));
  const kept = binaries.filter(isKept);
  if (kept.length !== expected) fail(`${folder} has ${kept.length} binaries for this platform, not ${expected}`);
  for (const name of binaries) if (!isKept(name)) rmSync(join(folder, name));
}

/** Each package with its licence, and the text that it brings. */
function licences(folder) {
  const {packages} = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages)
    .sort()
    .map((path) => {
      const {name, version, license} = JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8'));
      const texts = readdirSync(join(folder, path)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
      const all = texts.map((file) => readFileSync(join(folder, path, file), 'utf8').trim());
      return [`${name} ${version}: ${license}`, ...all].join('\n\n');
    })
    .join(`\n\n${'-'.repeat(100)}\n\n`);
}

/** As `sha256sum --check` reads them. */
function checksums(folder) {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const paths = files.map((file) => relative(folder, join(file.parentPath, file.name)).replaceAll('\\', '/')).sort();
  return paths.map((path) => `${sha256(join(folder, path))}  ${path}\n`).join('');
}

/** Says where the tarball is; the same files give the same bytes. */
function pack(folder) {
  const path = join(OUT, `${basename(folder)}.tar.gz`);
  mkdirSync(OUT, {recursive: true});
  const same = [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mtime=2000-01-01',
    '--mode=u+rwX,go+rX,go-w',
  ];
  const isGnu = execFileSync('tar', ['--version'], {encoding: 'utf8'}).includes('GNU');
  const tar = execFileSync('tar', [...(isGnu ? same : []), '-C', join(folder, '..'), '-cf', '-', basename(folder)], {
    maxBuffer: 1e9,
  });
  writeFileSync(path, execFileSync('gzip', ['-n9'], {input: tar, maxBuffer: 1e9}));
  writeFileSync(`${path}.sha256`, `${sha256(path)}  ${basename(path)}\n`);
  return path;
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function npm(cwd, ...args) {
  return run('npm', cwd, ...args);
}

function run(command, cwd, ...args) {
  const options = {cwd, encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit'], shell: IS_WINDOWS};
  return execFileSync(command, args, options);
}

function here() {
  const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return `${process.platform}${isMusl ? 'musl' : ''}-${process.arch}`;
}

function fail(message) {
  console.error(`bundle: ${message}`);
  process.exit(1);
}
