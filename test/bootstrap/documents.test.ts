import {existsSync} from 'node:fs';
import {posix} from 'node:path';
import {expect} from 'chai';
import {anchorsOf, commandsOf, DOCUMENTS, linksOf, sqlOf} from '../support/documents.ts';

const ROOT = new URL('../../', import.meta.url);

/** Null when it leads to something that is there; an address elsewhere is only read. */
function faultOf(from: string, link: string): string | null {
  if (/^https?:/.test(link)) return URL.canParse(link) ? null : `${from}: ${link} is no address`;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : posix.join(posix.dirname(from), path);
  if (!existsSync(new URL(target, ROOT))) return `${from}: ${link} is not there`;
  const text = DOCUMENTS.get(target);
  return anchor === undefined || (text && anchorsOf(text).has(anchor)) ? null : `${from}: ${link} has no such part`;
}

describe('README, changelog and docs', () => {
  it('lead to files and parts that are there', () => {
    const links = [...DOCUMENTS].flatMap(([from, text]) => linksOf(text).map((link) => [from, link] as const));
    expect(links.length).to.be.greaterThan(60);
    expect(links.map(([from, link]) => faultOf(from, link)).filter((fault) => fault !== null)).to.deep.equal([]);
  });

  it('are all reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const from of reached)
      for (const link of from === 'CHANGELOG.md' ? [] : linksOf(DOCUMENTS.get(from) ?? ''))
        if (!/^https?:|^#/.test(link)) reached.add(posix.join(posix.dirname(from), link.split('#')[0]!));
    expect([...DOCUMENTS.keys()].filter((file) => !reached.has(file))).to.deep.equal([]);
  });

  it('are taken apart right', () => {
    const text =
      '# A `b` c, d-e\n[x](y.md#z) `[no](no)`\n\n    npm run a -- b   # why\n    FOO=1 softcollection run \\\n      --json\nuse `npm ci`.\n```sql\n-- no\nA\nB;\nC;\n```\n';
    expect([...anchorsOf(text)]).to.deep.equal(['a-b-c-d-e']);
    expect(linksOf(text)).to.deep.equal(['y.md#z']);
    expect(commandsOf(text)).to.deep.equal(['npm run a -- b', 'FOO=1 softcollection run --json', 'npm ci']);
    expect(sqlOf(text)).to.deep.equal(['A\nB', 'C']);
    expect(faultOf('docs/log.md', 'runbook.md#alerts')).to.equal(null);
    expect(faultOf('docs/log.md', 'runbook.md#nothing')).to.match(/no such part/);
    expect(faultOf('docs/log.md', 'nothing.md')).to.match(/not there/);
    expect(faultOf('docs/log.md', 'https://[')).to.match(/no address/);
  });
});
