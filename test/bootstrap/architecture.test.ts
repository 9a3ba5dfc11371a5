import {readdirSync, readFileSync} from 'node:fs';
import {expect} from 'chai';

const ROOT = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/architecture.md', ROOT), 'utf8');
const files = ['src', 'test'].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), {recursive: true, encoding: 'utf8'}).map(
    (file) => `${folder}/${file.replaceAll('\\', '/')}`,
  ),
);

/** The `code` of the text that is a file or a folder: not what a newcomer is to name (`<name>`, `…`). */
const named = [...text.matchAll(/`([\w./-]+)`/g)]
  .map(([, code]) => code!)
  .filter((code) => /\.tsx?$|\.css$|\/$|^(src|test|adapters|application|bootstrap|domain)\//.test(code));

describe('docs/architecture.md', () => {
  it('names files and folders that are there', () => {
    expect(named).to.have.length.greaterThan(60);
    const missing = named.filter(
      (name) => !files.some((file) => `/${file}/`.includes(`/${name}`.replace(/\/?$/, '/'))),
    );
    expect(missing).to.deep.equal([]);
  });

  it('leads from the alarm to the first row in at most 14 hops', () => {
    const [, section] = text.split('## From the alarm to the rows');
    const hops = section!.split('\n## ')[0]!.match(/^\| \d+ \|/gm)!;
    expect(hops.length).to.be.within(1, 14);
  });

  it('has a file for each hop', () => {
    for (const [, , file] of text.matchAll(/^\| (\d+) \| `([\w/.-]+)`/gm)) expect(files).to.include(`src/${file}`);
  });
});
