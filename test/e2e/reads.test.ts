import {existsSync} from 'node:fs';
import {expect} from 'chai';
import {installations} from '../support/installation.ts';

/** Some of those, with what it ends with where nothing is yet, and a word of what it says. */
const READING: readonly (readonly [words: string, code: number, says: RegExp])[] = [
  ['config', 0, /^ASSIGNMENT_SECRET +\(generated in DATA_DIR\)$/m],
  ['status', 0, /none yet/],
  ['run --dry-run', 6, /no_active_campaigns/],
  ['runs list', 0, /no runs yet/],
  ['verify --chain', 0, /events/],
  ['state migrate --dry-run', 0, /no state yet/],
  ['state backup state.backup', 2, /no state here.*\n→ .*DATA_DIR/],
  ['doctor --only D14', 0, /no state\.db yet/],
];

describe('a command that only reads', () => {
  const install = installations();

  it('makes neither DATA_DIR nor anything in it where nothing is yet, and says so', async () => {
    const at = install();
    for (const [words, code, says] of READING) {
      const answer = await at.run(words);
      expect([answer.code, answer.out + answer.err], words).to.deep.equal([code, answer.out + answer.err]);
      expect(answer.out + answer.err, words).to.match(says);
      expect(existsSync(at.data), words).to.equal(false);
      expect(existsSync(at.inFolder('state.backup')), words).to.equal(false);
    }
  });
});
