import {expect} from 'chai';
import {expectedCounts, fill} from '../support/filled.ts';
import {type Installation, installations} from '../support/installation.ts';
import {countsOf, eventsIn, peopleTwice, spssEqualsTarget} from '../support/installed-rows.ts';
import {ACTIVE} from '../support/sample-csv.ts';

const PEOPLE = 400;
const ROUNDS = Number(process.env.STARTER_ROUNDS ?? 50);
const STARTERS = 8;

describe(`${STARTERS} processes started at once`, () => {
  const install = installations();
  let filled: Installation;

  before(async () => {
    filled = install({LOG_LEVEL: 'error'});
    await fill(filled, {people: PEOPLE});
  });

  it(`write once in each of ${ROUNDS} rounds; the others say calmly who runs, or that all is done`, async () => {
    const expected = expectedCounts(PEOPLE, ACTIVE);
    for (let round = 0; round < ROUNDS; round++) {
      const at = filled.copy();
      const answers = await Promise.all(Array.from({length: STARTERS}, () => at.run('run')));
      const codes = answers.map(({code}) => code).sort();
      const said = answers.map(({err}) => err).join('');
      expect(
        codes.filter((code) => code === 0),
        `round ${round}: ${codes} ${said}`,
      ).to.have.lengthOf(1);
      expect(
        codes.filter((code) => code !== 0 && code !== 5 && code !== 6),
        `round ${round}: ${codes} ${said}`,
      ).to.deep.equal([]);
      expect(said).not.to.match(/error|exception|SQLITE|at .*\.js:/i);
      for (const [table, counts] of Object.entries(expected))
        expect(countsOf(at, table as 'SC_local_control')).to.deep.equal(counts);
      expect([peopleTwice(at), spssEqualsTarget(at), eventsIn(at) > 0]).to.deep.equal([0, true, true]);
    }
  }).timeout(ROUNDS * 20_000);
});
