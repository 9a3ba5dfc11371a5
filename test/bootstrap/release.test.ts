import {readFileSync} from 'node:fs';
import {expect} from 'chai';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const {version} = JSON.parse(text('package.json')) as {version: string};
type Lock = {readonly version: string; readonly packages: Readonly<Record<string, {readonly version?: string}>>};

/** Where the version is written by hand. */
const NAMED: Readonly<Record<string, RegExp>> = {
  'README.md': /softcollection-(\d+\.\d+\.\d+)[-.]/g,
  'docs/install.md': /softcollection-(\d+\.\d+\.\d+)[-.]/g,
  Dockerfile: /softcollection:(\d+\.\d+\.\d+)/g,
  'deploy/kubernetes/kustomization.yaml': /newTag: (\d+\.\d+\.\d+)/g,
};

describe(`the version ${version}`, () => {
  it('is that of the lock file', () => {
    const lock = JSON.parse(text('npm-shrinkwrap.json')) as Lock;
    expect([lock.version, lock.packages['']?.version]).to.deep.equal([version, version]);
  });

  it('is named by README, docs, Dockerfile and Kubernetes', () => {
    for (const [path, pattern] of Object.entries(NAMED)) {
      const named = [...text(path).matchAll(pattern)].map(([, found]) => found);
      expect(new Set(named), path).to.deep.equal(new Set([version]));
    }
  });

  it('has a part in the changelog, below what is not released if anything is', () => {
    const [first, second] = [...text('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!);
    expect(first === 'Unreleased' ? second : first).to.match(
      new RegExp(`^${version.replaceAll('.', '\\.')}( – \\d{4}-\\d\\d-\\d\\d)?$`),
    );
  });
});
