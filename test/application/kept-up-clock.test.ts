import {expect} from 'chai';
import {keptUpClock} from '../../src/application/service/kept-up-clock.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const ZONE = 'Asia/Almaty';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TRUE = Date.parse('2025-03-10T03:00:00Z');

/** A machine's clock so far behind (ms), and what the service goes by after it has asked databases that are so far off the true time. */
function machine(behindMs: number, offs: readonly (number | null)[] = [0, 0]) {
  const clock = {...steppedClock(TRUE - behindMs), sleep: async () => {}};
  clock.advance(5_000);
  clock.jump(-5_000);
  const warned: unknown[] = [];
  const log = {debug() {}, info() {}, warn: (fields: object) => void warned.push(fields), error() {}};
  const began = clock.elapsed();
  const database = (off: number | null | undefined) => ({
    sysdate: async () => {
      if (off === null || off === undefined) throw new Error('away');
      return wallTime(TRUE + (clock.elapsed() - began) + off, ZONE);
    },
  });
  const tables = {dssb_app: database(offs[0]), spss: database(offs[1])};
  return {clock, tables, warned, kept: keptUpClock({clock, zone: ZONE, tables, stateTime: null}, log)};
}

describe("a service's clock", () => {
  for (const [what, behindMs, offs, shownMs] of [
    ['is kept up with the databases from an hour on', 26 * HOUR_MS + 61_000, [0, 0], 0],
    ['is its own when it is less behind', 50 * MINUTE_MS + 7_000, [0, 0], -50 * MINUTE_MS - 7_000],
    ['is its own when it is ahead', -26 * HOUR_MS - 61_000, [0, 0], 26 * HOUR_MS + 61_000],
    ['is its own when one database alone is ahead', 0, [26 * HOUR_MS + 61_000, 0], 0],
    ['is its own when databases show another zone', 0, [5 * HOUR_MS, 5 * HOUR_MS], 0],
    ['is kept up with the one that answers', 400 * 24 * HOUR_MS + 61_000, [null, 0], 0],
    ['is its own when none answers', 26 * HOUR_MS + 61_000, [null, null], -26 * HOUR_MS - 61_000],
  ] as const)
    it(what, async () => {
      const {kept} = machine(behindMs, offs);
      await kept.compare();
      expect(kept.now() - TRUE).to.equal(shownMs);
    });

  it('is the later one where databases are apart', async () => {
    const {kept} = machine(0, [3 * 24 * HOUR_MS + 61_000, 2 * 24 * HOUR_MS + 61_000]);
    await kept.compare();
    expect(kept.now() - TRUE).to.equal(3 * 24 * HOUR_MS + 61_000);
  });

  it('is warned of once, and not moved by less than half a minute', async () => {
    const {clock, tables, kept, warned} = machine(26 * HOUR_MS + 61_000);
    await kept.compare();
    for (const [moreMs, shownMs] of [[30_000, 0], [31_000, 31_000]] as const) {
      const shown = wallTime(TRUE + HOUR_MS + moreMs, ZONE);
      Object.assign(tables.spss, {sysdate: async () => shown});
      Object.assign(tables.dssb_app, {sysdate: async () => shown});
      clock.advance(TRUE + HOUR_MS - 26 * HOUR_MS - 61_000 - clock.now());
      await kept.compare();
      expect(kept.now() - TRUE - HOUR_MS).to.equal(shownMs);
    } // biome-ignore format: a table
    expect(warned).to.deep.equal([{behind_ms: 26 * HOUR_MS + 61_000}]);
    const right = machine(0);
    await right.kept.compare();
    expect(right.warned).to.deep.equal([]);
  });

  it('goes on by the monotonic clock, whatever its own does and while nobody answers, until its own is right', async () => {
    const {clock, tables, kept} = machine(26 * HOUR_MS + 61_000);
    await kept.compare();
    clock.advance(HOUR_MS);
    clock.jump(26 * HOUR_MS + 61_000);
    expect(kept.now()).to.equal(TRUE + HOUR_MS);
    const {sysdate} = tables.spss;
    Object.assign(tables.dssb_app, {sysdate: () => Promise.reject(new Error('away'))});
    Object.assign(tables.spss, tables.dssb_app);
    await kept.compare();
    expect(kept.now()).to.equal(TRUE + HOUR_MS);
    Object.assign(tables.spss, {sysdate});
    await kept.compare();
    clock.jump(5 * MINUTE_MS);
    expect(kept.now()).to.equal(TRUE + HOUR_MS + 5 * MINUTE_MS);
  });
});
