import {expect} from 'chai';
import type {Progress} from '../../src/application/events/progress.ts';
import {Failure} from '../../src/application/failure.ts';
import {retryTransient} from '../../src/application/run/retry-transient.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const away = (retryable: boolean) => new Failure('unreachable', 'away', {retryable});

/** Work that fails so often, and what came of it. */
async function tried(
  failures: readonly unknown[],
  options: {patient?: boolean; progress?: boolean; stopAt?: number} = {},
) {
  const clock = steppedClock(0);
  const said: Progress[] = [];
  const stop = new AbortController();
  let calls = 0;
  const work = async () => {
    const failure = failures[calls++];
    if (calls === options.stopAt) stop.abort();
    if (failure) throw failure;
  };
  const reached = () => (options.progress ? calls : 0);
  const context = {reached, clock, observe: (it: Progress) => said.push(it), stopping: stop.signal};
  const end = await retryTransient(work, {...context, patient: () => options.patient ?? false}).then(
    () => 'done',
    (error: Failure) => error.kind,
  );
  return {end, calls, waitedMs: clock.now(), said: said.length};
}

describe('perseverance', () => {
  it('says what may pass again, after growing pauses', async () => {
    expect(await tried([away(true), away(true)])).to.deep.equal({end: 'done', calls: 3, waitedMs: 1_500, said: 2});
  });

  it('gives up after the last pause', async () => {
    expect(await tried(Array(20).fill(away(true)))).to.deep.include({end: 'unreachable', calls: 6, waitedMs: 15_500});
  });

  it('begins its pauses anew when it got further', async () => {
    expect(await tried(Array(20).fill(away(true)), {progress: true})).to.deep.include({end: 'done', calls: 21});
  });

  it('does not repeat what will not pass, unless there is time', async () => {
    expect(await tried([away(false)])).to.deep.include({end: 'unreachable', calls: 1});
    expect(await tried([away(false)], {patient: true})).to.deep.include({end: 'done', waitedMs: 15_000});
    expect(await tried([new Failure('refused', 'no')], {patient: true})).to.deep.include({end: 'refused', calls: 1});
    expect(await tried([new Failure('breach', 'no')], {patient: true})).to.deep.include({end: 'breach', calls: 1});
  });

  it('is interrupted, not failed, when it is asked to stop while it would go on', async () => {
    expect(await tried([away(true)], {stopAt: 1})).to.deep.include({end: 'interrupted', calls: 1});
    expect(await tried([away(false)], {stopAt: 1, patient: true})).to.deep.include({end: 'interrupted'});
    expect(await tried([new Failure('breach', 'no')], {stopAt: 1})).to.deep.include({end: 'breach'});
  });
});
