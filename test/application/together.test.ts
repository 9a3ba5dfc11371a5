import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {allSettledOrThrow} from '../../src/application/all-settled.ts';

describe('together', () => {
  it('answers in the order of the work', async () => {
    expect(await allSettledOrThrow([delay(5, 'a'), delay(1, 'b')])).to.deep.equal(['a', 'b']);
  });

  it('fails only when nothing is at work any more', async () => {
    let atWork = true;
    const slow = delay(20).then(() => {
      atWork = false;
    });
    const failed = await allSettledOrThrow([Promise.reject(new Error('first')), slow]).catch(
      (error: Error) => error.message,
    );
    expect([failed, atWork]).to.deep.equal(['first', false]);
  });
});
