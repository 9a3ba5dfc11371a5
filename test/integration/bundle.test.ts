import {type ChildProcess, execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {tempFolder} from '../support/temp-folder.ts';
import {until} from '../support/until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Node as packages of the registry, whose install script is not needed. */
const NODES = ['22', '24'];

describe('the bundle, unpacked on a machine with nothing but Node', function () {
  this.timeout(300_000);
  const folder = tempFolder();
  let unpacked: string;
  const children: ChildProcess[] = [];

  before(() => {
    const tarball = execFileSync('npm', ['run', '--silent', 'bundle'], {cwd: ROOT, encoding: 'utf8'}).trim();
    execFileSync('sha256sum', ['--check', '--quiet', `${tarball}.sha256`], {cwd: join(tarball, '..')});
    execFileSync('tar', ['-xzf', tarball], {cwd: folder.path});
    unpacked = join(folder.path, readdirSync(folder.path)[0]!);
  });
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    folder.remove();
  });

  /** A home, a folder to work in and a PATH of their own; no compiler, no npm, no cache. */
  const machine = (version: string, name = version) => {
    const at = (part: string) => join(folder.path, name, part);
    for (const part of ['node', 'bin', 'home', 'work']) mkdirSync(at(part), {recursive: true});
    const node = `node-${process.platform}-${process.arch}@${version}`;
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', at('node'), node], {stdio: 'pipe'});
    const bin = join(at('node'), 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
    for (const [name, path] of [['node', bin], ...['sh', 'dirname', 'readlink'].map((it) => [it, which(it)])]) {
      execFileSync('ln', ['-s', path!, join(at('bin'), name!)]);
    }
    const options = {cwd: at('work'), env: {HOME: at('home'), PATH: at('bin'), PORT: '0', NODE_ENV: 'production'}};
    return {at, options, command: join(unpacked, 'bin/softcollection')};
  };

  for (const version of NODES) {
    it(`distributes in the demo, serves the page and stops on Ctrl-C, on Node ${version}`, async () => {
      const {at, options, command} = machine(version);
      const demo = spawnSync(command, ['demo'], {...options, encoding: 'utf8'});
      expect(demo.status, demo.stderr).to.equal(0);
      expect(demo.stdout).to.match(/Total +5,000/);
      expect(demo.stderr).not.to.match(/warning/i);

      const service = spawn(command, ['start'], {...options, stdio: ['ignore', 'pipe', 'pipe']});
      children.push(service);
      let [said, complained] = ['', ''];
      service.stdout.on('data', (chunk) => (said += chunk));
      service.stderr.on('data', (chunk) => (complained += chunk));
      const port = () => /"port":(\d+)/.exec(said)?.[1];
      await until('the service listens', () => port() !== undefined);
      const page = await fetch(`http://127.0.0.1:${port()}/`, {headers: {accept: 'text/html'}});
      expect(await page.text()).to.include('<html');
      const docs = await fetch(`http://127.0.0.1:${port()}/docs`);
      expect(docs.status).to.equal(200);
      service.kill('SIGINT');
      expect(await once(service, 'exit')).to.deep.equal([0, null]);
      expect(complained).to.equal('');
      expect(said.split('\n').filter((line) => /"level":(40|50|60)/.test(line))).to.deep.equal([]);

      expect(readdirSync(at('home'))).to.deep.equal([]);
      expect(readdirSync(at('work'))).to.deep.equal(['var']);
      execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], {cwd: unpacked});
    });
  }

  it('is what the npm package is too, once that was installed without scripts', () => {
    const {at, options} = machine('24', 'npm');
    const npm = (...words: string[]) => execFileSync('npm', words, {cwd: ROOT, encoding: 'utf8', stdio: 'pipe'});
    const [{filename}] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder.path));
    const to = ['--prefix', at('home'), '--no-audit', '--no-fund'];
    npm('install', '-g', '--ignore-scripts', ...to, join(folder.path, filename));
    const demo = spawnSync(join(at('home'), 'bin/softcollection'), ['demo'], {...options, encoding: 'utf8'});
    expect(demo.stdout, demo.stderr).to.match(/Total +5,000/);
  });

  it('names what it is made of, with licences, and brings no other platform or development tool', () => {
    const bom = JSON.parse(readFileSync(join(unpacked, 'sbom.json'), 'utf8')) as {components: {name: string}[]};
    const licences = readFileSync(join(unpacked, 'LICENCES.txt'), 'utf8');
    for (const name of ['koa', 'oracledb', 'mongodb', 'better-sqlite3']) {
      expect(bom.components.map((it) => it.name)).to.include(name);
      expect(licences).to.match(new RegExp(`^${name} [\\d.]+: `, 'm'));
    }
    const files = readdirSync(unpacked, {recursive: true}).map(String);
    const binaries = files.filter((file) => file.endsWith('.node'));
    expect(binaries.every((file) => file.includes(`${process.platform}-${process.arch}`))).to.equal(true);
    expect(files.filter((file) => /node_modules\/(typescript|mocha|tsx|better-sqlite3-node20)\//.test(file))).to.be
      .empty;
  });
});

function which(program: string): string {
  return execFileSync('which', [program], {encoding: 'utf8'}).trim();
}
