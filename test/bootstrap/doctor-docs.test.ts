import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {CHECK_IDS, CHECK_STATES} from '../../src/application/ports/check-result.ts';
import {EN_CHECKS} from '../../src/application/words/checks-en.ts';
import {RU_CHECKS} from '../../src/application/words/checks-ru.ts';

const text = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8');

describe('docs/doctor.md', () => {
  const parts = text.split(/^### /m).slice(1);

  it('has a part for each check, under its id and its title, and no other', () => {
    const heads = parts.map((part) => part.slice(0, part.indexOf('.**')));
    expect(heads).to.deep.equal(CHECK_IDS.map((id) => `${id}\n**${EN_CHECKS[id].title}`));
  });

  it('knows each state', () => {
    for (const state of CHECK_STATES) expect(text).to.match(new RegExp(`\\| .*\\b${state}\\b`));
  });
});

describe('the words of the checks', () => {
  it('say in both languages what each is, what it means, what to do and who can', () => {
    for (const id of CHECK_IDS)
      for (const words of [EN_CHECKS[id], RU_CHECKS[id]])
        for (const text of Object.values(words)) expect(text.trim(), id).to.have.length.greaterThan(3);
    const same = CHECK_IDS.filter((id) => EN_CHECKS[id].means === RU_CHECKS[id].means);
    expect(same).to.deep.equal([]);
  });
});
