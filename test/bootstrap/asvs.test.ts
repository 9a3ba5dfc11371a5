import {existsSync, readFileSync} from 'node:fs';
import {expect} from 'chai';

const ROOT = new URL('../../', import.meta.url);
const rows = readFileSync(new URL('docs/asvs.md', ROOT), 'utf8')
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

describe('docs/asvs.md', () => {
  it('has each requirement once, with a test that is there, or why there is none', () => {
    expect(rows).to.have.length(197);
    expect(new Set(rows.map(([id]) => id)).size).to.equal(rows.length);
    for (const [id, , state, how = '', by = ''] of rows) {
      expect(state, id).to.match(/^(met|\*\*not met\*\*|–)$/);
      if (state === 'met') expect(by, id).to.match(/^(review|`test\/.*`)$/);
      if (state === '**not met**') expect(how, id).to.match(/20\d\d-\d\d-\d\d/);
      for (const [, file] of by.matchAll(/`([^`]+)`/g))
        expect(existsSync(new URL(file!, ROOT)), `${id}: ${file}`).to.equal(true);
    }
  });

  it('counts them as they are', () => {
    const count = (wanted: string) => rows.filter(([, , state]) => state === wanted).length;
    const text = readFileSync(new URL('docs/asvs.md', ROOT), 'utf8').replaceAll('\n', ' ');
    const [, met, not, none] = /(\d+) met, (\d+) not met with a reason and a date, (\d+) do not apply/.exec(text) ?? [];
    expect([count('met'), count('**not met**'), count('–')]).to.deep.equal([met, not, none].map(Number));
  });
});
