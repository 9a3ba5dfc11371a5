import {expect} from 'chai';
import fc from 'fast-check';
import {watchJumps} from '../../src/application/service/clock-jumps.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2025-03-09T05:00:00Z');
const at = (ms: number) => new Date(START + ms).toISOString() as IsoInstant;

/** A clock that ticks, jumps, and ticks on until the next look. */
function afterJump(beforeMs: number, jumpMs: number, afterMs: number) {
  const clock = {...steppedClock(START), sleep: async () => {}};
  const jumps = watchJumps(clock);
  clock.advance(beforeMs);
  clock.jump(jumpMs);
  clock.advance(afterMs);
  return {clock, jumps, jumped: jumps.look()};
}

describe('a clock that jumps ahead', () => {
  it('makes those slots uncertain that it jumped over, for two minutes', () => {
    const {clock, jumps, jumped} = afterJump(1_000, 2 * HOUR_MS, 1_000);
    expect(jumped).to.equal(2 * HOUR_MS);
    expect(jumps.isUncertain(at(HOUR_MS))).to.equal(true);
    clock.advance(119_000);
    expect(jumps.isUncertain(at(HOUR_MS))).to.equal(true);
    clock.advance(1_000);
    expect(jumps.isUncertain(at(HOUR_MS))).to.equal(false);
  });

  it('and then comes to a slot by ticking leaves no doubt about it, however late it is looked', () => {
    const ticks = fc.integer({min: 0, max: 20_000});
    fc.assert(
      fc.property(ticks, fc.integer({min: 60_000, max: 48 * HOUR_MS}), ticks, fc.nat(), (before, jump, after, part) => {
        const {jumps} = afterJump(before, jump, after);
        const reached = before + jump + (after === 0 ? 1 : 1 + (part % after));
        expect(jumps.isUncertain(at(reached))).to.equal(false);
        expect(jumps.isUncertain(at(before + after + (jump - before - after) / 2 + 1))).to.equal(true);
      }),
    );
  });

  it('is forgotten neither at the next look nor by a jump back, and is no news twice', () => {
    const {clock, jumps} = afterJump(1_000, 2 * HOUR_MS, 1_000);
    clock.advance(20_000);
    expect(jumps.look()).to.equal(0);
    expect(jumps.isUncertain(at(HOUR_MS))).to.equal(true);
    clock.jump(3 * HOUR_MS);
    clock.advance(10_000);
    expect(jumps.look()).to.equal(3 * HOUR_MS);
    const [from, to] = [2 * HOUR_MS + 22_000, 5 * HOUR_MS + 22_000];
    expect([from + 10_000, from + 10_001, to, to + 1].map((ms) => jumps.isUncertain(at(ms)))).to.deep.equal([
      ...[false, true, true, false],
    ]);
    clock.jump(-3 * HOUR_MS);
    expect(jumps.look()).to.equal(-3 * HOUR_MS);
    expect(jumps.isUncertain(at(4 * HOUR_MS))).to.equal(false);
  });

  it('is set, not corrected, from half a minute on', () => {
    expect(afterJump(0, 29_999, 0).jumped).to.equal(0);
    expect(afterJump(0, -30_000, 0).jumped).to.equal(-30_000);
    expect(afterJump(0, -HOUR_MS, 0).jumps.isUncertain(at(-HOUR_MS / 2))).to.equal(false);
  });
});
