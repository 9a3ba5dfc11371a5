import {expect} from 'chai';
import {type HeldLease, holdLease} from '../../src/application/hold-lease.ts';
import type {Clock} from '../../src/application/ports/clock.ts';
import type {RunLease} from '../../src/application/ports/run-lease.ts';
import {memoryRunLease} from '../support/memory/run-lease.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const LEASE_MS = 10_000;

/** A lease whose renewals are heard, and a clock on which one pause after the other ends when it is told. */
function leaseOf(change: Partial<RunLease> = {}) {
  const time = steppedClock(0);
  const pauses: {ms: number; end: () => void}[] = [];
  const clock: Clock = {
    elapsed: () => 0,
    now: time.now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        pauses.push({ms, end: resolve});
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  const kept = memoryRunLease(time);
  const renewals: number[] = [];
  const lease: RunLease = {...kept, ...change};
  const renew: RunLease['renew'] = (epoch, forMs) => {
    renewals.push(forMs);
    return lease.renew(epoch, forMs);
  };
  const deps = {lease: {...lease, renew}, clock, leaseMs: LEASE_MS};
  return {
    renewals,
    kept,
    hold: <Result>(work: (held: HeldLease) => Promise<Result>) => holdLease(deps, 'me', work),
    /** The present pause ends. */
    pass: async () => {
      const {ms, end} = pauses.at(-1)!;
      time.advance(ms);
      end();
      await new Promise(setImmediate);
    },
  };
}

describe('a held lease', () => {
  it('is renewed for its whole time, three times before it would run out', async () => {
    const {hold, pass, renewals, kept} = leaseOf();
    await hold(async () => {
      for (let i = 0; i < 7; i++) await pass();
      expect(renewals).to.deep.equal(Array(7).fill(LEASE_MS));
      expect(await kept.acquire('you', LEASE_MS)).to.include({type: 'held', owner: 'me'});
    });
  });

  it('is renewed again after a renewal that failed', async () => {
    const renew = () => Promise.reject(new Error('the store is away'));
    const {hold, pass, renewals} = leaseOf({renew});
    await hold(async () => {
      for (let i = 0; i < 3; i++) await pass();
    });
    expect(renewals).to.have.length(3);
  });

  it('is not renewed any more once another has it, and its fence is down', async () => {
    const {hold, pass, renewals, kept} = leaseOf();
    const failure = await hold(async ({epoch, fence}) => {
      await fence();
      await kept.release(epoch);
      await kept.acquire('you', LEASE_MS);
      await pass();
      await pass();
      await fence();
    }).catch((error) => error);
    expect(failure).to.include({kind: 'fenced', message: 'another process has taken the run over'});
    expect(renewals).to.have.length(1);
    expect(await kept.acquire('them', LEASE_MS)).to.include({type: 'held', owner: 'you'});
  });

  it('is given back when the work is done, and when it fails', async () => {
    const {hold, kept} = leaseOf();
    expect(await hold(async () => 'done')).to.deep.equal({type: 'done', result: 'done'});
    expect(await hold(() => Promise.reject(new Error('broken'))).catch((error) => error.message)).to.equal('broken');
    expect(await kept.acquire('you', LEASE_MS)).to.include({type: 'acquired'});
    expect(await hold(async () => 'never')).to.include({type: 'held', owner: 'you'});
  });

  it('that cannot be given back leaves the work its outcome', async () => {
    const {hold} = leaseOf({release: () => Promise.reject(new Error('the store is away'))});
    expect(await hold(async () => 'done')).to.deep.equal({type: 'done', result: 'done'});
  });
});
