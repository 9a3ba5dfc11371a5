import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {expect} from 'chai';

type Component = {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly object[];
};
type Locked = {
  readonly dev?: true;
  readonly license?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: true;
};

const ROOT = new URL('../../', import.meta.url);
const json = (name: string) => JSON.parse(readFileSync(new URL(name, ROOT), 'utf8')) as unknown;
const {packages} = json('npm-shrinkwrap.json') as {packages: Record<string, Locked>};
const shipped = Object.entries(packages).filter(([path, {dev}]) => path !== '' && !dev);

/** Licences that may be shipped in a closed product; of a choice one of them. */
const ALLOWED = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|MIT-0|0BSD|BlueOak-1\.0\.0|UPL-1\.0)$/;

describe('what is shipped', () => {
  it('is listed by npm run sbom, each package with its version, as CycloneDX', () => {
    const {stdout, status} = spawnSync('npm', ['run', '--silent', 'sbom'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    expect(status).to.equal(0);
    const bom = JSON.parse(stdout) as {bomFormat: string; components: Component[]};
    expect(bom.bomFormat).to.equal('CycloneDX');
    const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const listed = new Set(bom.components.map(({name}) => name));
    const aliases = ['better-sqlite3-node20', '@scarf/scarf'];
    const missing = shipped
      .map(([path]) => nameOf(path))
      .filter((name) => !listed.has(name) && !aliases.includes(name));
    expect(missing).to.deep.equal([]);
    const dev = Object.entries(packages).filter(([path, {dev}]) => path !== '' && dev);
    const shippedNames = new Set(shipped.map(([path]) => nameOf(path)));
    const onlyDev = dev.map(([path]) => nameOf(path)).filter((name) => !shippedNames.has(name));
    expect(onlyDev.filter((name) => listed.has(name))).to.deep.equal([]);
    for (const {name, version, purl} of bom.components) expect(purl, name).to.include(`@${version}`);
  });

  it('has a licence that allows it, and a checksum in the lock file', () => {
    const isAllowed = (license = '') =>
      license
        .replace(/[()]/g, '')
        .split(' OR ')
        .some((one) => ALLOWED.test(one));
    const odd = shipped.filter(([, {license, integrity}]) => !isAllowed(license) || !integrity?.startsWith('sha512-'));
    expect(odd.map(([path, {license}]) => `${path}: ${license}`)).to.deep.equal([]);
  });

  it('runs no install script but that of the driver for Node 20', () => {
    const scripts = shipped.filter(([, {hasInstallScript}]) => hasInstallScript).map(([path]) => path.slice(13));
    const {allowScripts} = json('package.json') as {allowScripts: Record<string, boolean>};
    expect(scripts.filter((name) => allowScripts[name] !== false)).to.deep.equal(['better-sqlite3-node20']);
  });
});
