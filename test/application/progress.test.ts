import {expect} from 'chai';
import {type Observe, observeAll} from '../../src/application/events/progress.ts';

describe('what a run says while it goes on', () => {
  it('is told to each observer, in their order', () => {
    const told: unknown[] = [];
    const by =
      (name: string): Observe =>
      (progress) =>
        told.push([name, progress]);
    const waiting = {type: 'waiting', message: 'a lock is held'} as const;
    observeAll(by('log'), by('board'))(waiting);
    expect(told).to.deep.equal([
      ['log', waiting],
      ['board', waiting],
    ]);
  });
});
