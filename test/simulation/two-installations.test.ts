import {expect} from 'chai';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import type {Sabotage} from './history.ts';
import {playTwo} from './two-installations.ts';

const SEEDS = 500;

/** Under the lock nobody sees whom another installation has put there. */
const blind: Sabotage = (deps) => {
  const blinded = (tables: GroupTables): GroupTables => ({
    ...tables,
    lock: (table, work) => tables.lock(table, (locked) => work({...locked, async *existingRows() {}})),
  });
  return {...deps, tables: {dssb_app: blinded(deps.tables.dssb_app), spss: blinded(deps.tables.spss)}};
};

describe('two installations on one pair of databases', () => {
  it(`put nobody into two groups, nor anybody twice into one, in ${SEEDS} histories`, async function () {
    this.timeout(300_000);
    const all = [];
    for (let seed = 0; seed < SEEDS; seed++) {
      const {inTwo, twice, ends} = await playTwo(seed);
      expect([inTwo, twice], `seed ${seed}: ${ends}`).to.deep.equal([0, 0]);
      all.push(...ends);
    }
    expect(all.filter((end) => end === 'failed').length, 'met each other').to.be.greaterThan(SEEDS / 20);
    expect(all.filter((end) => end === 'completed').length).to.be.greaterThan(SEEDS / 2);
  });

  it('are found to do so when nobody looks under the lock', async function () {
    this.timeout(300_000);
    for (let seed = 0; seed < SEEDS; seed++) if ((await playTwo(seed, blind)).inTwo > 0) return;
    expect.fail(`not found within ${SEEDS} seeds`);
  });
});
