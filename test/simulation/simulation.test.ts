import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {playHistory} from './history.ts';
import {brokenInvariants} from './invariants.ts';
import {PLANTED_BUGS} from './planted-bugs.ts';

const SEEDS = 1_000;
const SEEDS_FOR_A_BUG = 2_000;
/** Where the rarer bugs showed last: tried first, so that the search is short for as long as histories stay as they are. */
const LAST_SEEN: Readonly<Record<string, number>> = {
  'no table lock': 348,
  'no fence before the write': 95,
  'roster of an earlier try removed before the plan stands': 178,
  'rows dated by a clock that is set back': 1_061,
};

describe('simulation', () => {
  it(`of ${SEEDS} histories with faults breaks nothing`, function () {
    this.timeout(600_000);
    const script = fileURLToPath(new URL('./simulate.ts', import.meta.url));
    const {status, stdout, stderr} = spawnSync('node', ['--import', 'tsx', script, '--seeds', String(SEEDS)], {
      encoding: 'utf8',
    });
    expect(status, `${stdout}\n${stderr}`).to.equal(0);
    expect(stdout).to.contain(`${SEEDS} passing histories`);
  });

  it('plays the same seed the same way', async () => {
    for (const seed of [3, 7, 11]) {
      const [once, twice] = [await playHistory(seed), await playHistory(seed)];
      expect(once.faults).to.deep.equal(twice.faults);
      expect(once.ends).to.deep.equal(twice.ends);
    }
  });

  for (const [bug, sabotage] of Object.entries(PLANTED_BUGS)) {
    it(`finds the planted bug: ${bug}`, async function () {
      this.timeout(300_000);
      let found = -1;
      for (let tried = -1; tried < SEEDS_FOR_A_BUG && found < 0; tried++) {
        const seed = tried < 0 ? (LAST_SEEN[bug] ?? 0) : tried;
        const broken = await playHistory(seed, sabotage).then(brokenInvariants);
        if (broken.length > 0) found = seed;
      }
      expect(found, `not found within ${SEEDS_FOR_A_BUG} seeds`).to.be.at.least(0);
    });
  }
});
