import {expect} from 'chai';
import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import {cached} from '../../src/application/cached.ts';
import {checkParts} from '../../src/application/service/check-parts.ts';
import {steppedClock} from '../support/stepped-clock.ts';

describe('checking what the service stands on', () => {
  it('asks all at once, and gives up on who does not answer', async () => {
    const never = () => new Promise(() => {});
    const refuses = () => Promise.reject(new Error('ORA-12541: 900101300012'));
    const throws = () => {
      throw new Error('at once');
    };
    const states = await checkParts({a: async () => 1, b: never, c: refuses, d: throws}, systemClock, 30);
    expect(Object.values(states).map(({connected, message}) => [connected, message])).to.deep.equal([
      [true, 'connected'],
      [false, 'no answer within 30 ms'],
      [false, 'ORA-12541: [id]'],
      [false, 'at once'],
    ]);
  });

  it('asks once for many who want to know, and anew when that is old or failed', async () => {
    const clock = steppedClock(0);
    let asked = 0;
    const ask = cached(
      async () => {
        if (++asked === 3) throw new Error('away');
        return asked;
      },
      clock,
      1000,
    );
    expect(await Promise.all([ask(), ask(), ask()])).to.deep.equal([1, 1, 1]);
    clock.advance(999);
    expect(await ask()).to.equal(1);
    clock.advance(1);
    expect(await ask()).to.equal(2);
    clock.advance(1000);
    expect(await ask().catch(() => 'failed')).to.equal('failed');
    expect(await ask()).to.equal(4);
  });

  it('gives the old answer while a new one is made, but none that is too old', async () => {
    const clock = steppedClock(0);
    let asked = 0;
    const ask = cached(async () => ++asked, clock, 1000, 500);
    expect(await ask()).to.equal(1);
    clock.advance(1400);
    expect(await Promise.all([ask(), ask()])).to.deep.equal([1, 1]);
    expect(await ask()).to.equal(2);
    clock.advance(1500);
    expect(await Promise.all([ask(), ask()])).to.deep.equal([3, 3]);
  });

  it('asks anew in time although the clock was set back', async () => {
    const clock = steppedClock(0);
    let asked = 0;
    const ask = cached(async () => ++asked, clock, 1000);
    expect(await ask()).to.equal(1);
    clock.jump(-5 * 3_600_000);
    clock.advance(1000);
    expect(await ask()).to.equal(2);
  });
});
