import {expect} from 'chai';
import {keptUpClock} from '../../src/application/service/kept-up-clock.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const ZONE = 'Asia/Almaty';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TRUE = Date.parse('2025-03-10T03:00:00Z');
const LOG = {debug() {}, info() {}, warn() {}, error() {}};

/** A machine's clock so far behind (ms), and what the service goes by after it has asked databases that are so far off the true time. */
function machine(behindMs: number, offs: readonly (number | null)[] = [0, 0]) {
  const clock = {...steppedClock(TRUE - behindMs), sleep: async () => {}};
  const began = clock.elapsed();
  const database = (off: number | null | undefined) => ({
    sysdate: async () => {
      if (off === null || off === undefined) throw new Error('away');
      return wallTime(TRUE + (clock.elapsed() - began) + off, ZONE);
    },
  });
  const tables = {dssb_app: database(offs[0]), spss: database(offs[1])};
  return {clock, tables, kept: keptUpClock({clock, zone: ZONE, tables, stateTime: null}, LOG)};
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
