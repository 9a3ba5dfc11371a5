import {expect} from 'chai';
import {lastKnown} from '../../src/application/last-known.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('what was known last', () => {
  it('is told at once, and made anew in the background when it is old', async () => {
    const clock = steppedClock(0);
    let made = 0;
    const ask = lastKnown(async () => [++made], clock, 1_000);
    expect(ask()).to.deep.equal([]);
    await settled();
    expect([ask(), ask(), made]).to.deep.equal([[1], [1], 1]);
    clock.advance(1_000);
    expect(ask()).to.deep.equal([1]);
    await settled();
    expect([ask(), made]).to.deep.equal([[2], 2]);
  });

  it('is asked for once while it is made, and again after a failure', async () => {
    const clock = steppedClock(0);
    let tries = 0;
    const ask = lastKnown(
      async () => {
        if (++tries === 1) throw new Error('away');
        return ['there'];
      },
      clock,
      1_000,
    );
    expect([ask(), ask(), tries]).to.deep.equal([[], [], 1]);
    await settled();
    ask();
    await settled();
    expect([ask(), tries]).to.deep.equal([['there'], 2]);
  });
});
