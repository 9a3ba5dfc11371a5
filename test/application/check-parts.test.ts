import {expect} from 'chai';
import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import {checkParts} from '../../src/application/service/check-parts.ts';

describe('checking what the service stands on', () => {
  it('asks all at once, and gives up on who does not answer', async () => {
    const never = () => new Promise(() => {});
    const refuses = () => Promise.reject(new Error('ORA-12541: 900101300012'));
    const throws = () => {
      throw new Error('at once');
    };
    let elapsed = 100;
    const clock = {...systemClock, elapsed: () => elapsed};
    const timed = await checkParts({a: async () => (elapsed += 7.4)}, clock, 30);
    expect(timed.a.latency_ms).to.equal(7);
    const states = await checkParts({a: async () => 1, b: never, c: refuses, d: throws}, systemClock, 30);
    expect(Object.values(states).map(({connected, message}) => [connected, message])).to.deep.equal([
      [true, 'connected'],
      [false, 'no answer within 30 ms'],
      [false, 'ORA-12541: [id]'],
      [false, 'at once'],
    ]);
  });
});
