import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {together} from '../../src/application/together.ts';

describe('together', () => {
  it('answers in the order of the work', async () => {
    expect(await together([delay(5, 'a'), delay(1, 'b')])).to.deep.equal(['a', 'b']);
  });

  it('fails only when nothing is at work any more', async () => {
    let atWork = true;
    const slow = delay(20).then(() => {
      atWork = false;
    });
    const failed = await together([Promise.reject(new Error('first')), slow]).catch((error: Error) => error.message);
    expect([failed, atWork]).to.deep.equal(['first', false]);
  });
});
