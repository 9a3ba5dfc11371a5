import {expect} from 'chai';
import fc from 'fast-check';
import type {Clock} from '../../src/application/ports/clock.ts';
import {LONGEST_LEASE_MS, type RunLease} from '../../src/application/ports/run-lease.ts';
import {memoryRunLease} from '../support/memory/run-lease.ts';
import {expectSameAnswers} from '../support/same-answers.ts';
import {steppedClock} from '../support/stepped-clock.ts';

/** `open` gives the same lease once more, as another process would see it. */
export type RunLeaseHarness = {readonly open: () => Promise<RunLease>; readonly close: () => Promise<void>};

/** What every lease promises. */
export function runLeaseContract(
  name: string,
  make: (clock: Clock) => Promise<RunLeaseHarness>,
  {numRuns = 100} = {},
): void {
  describe(`run lease: ${name}`, () => {
    const clock = steppedClock(Date.parse('2024-01-15T04:00:00Z'));
    let harness: RunLeaseHarness;
    let one: RunLease;
    let two: RunLease;
    beforeEach(async () => {
      harness = await make(clock);
      [one, two] = [await harness.open(), await harness.open()];
    });
    afterEach(() => harness.close());

    async function acquire(lease: RunLease): Promise<number> {
      const answer = await lease.acquire('somebody', 10_000);
      if (answer.type === 'held') throw new Error(`held by ${answer.owner}`);
      return answer.epoch;
    }

    it('is held by one, who is named', async () => {
      await one.acquire('host pid 1', 10_000);
      const until = new Date(clock.now() + 10_000).toISOString();
      expect(await two.acquire('host pid 2', 10_000)).to.deep.equal({type: 'held', owner: 'host pid 1', until});
    });

    it('goes to the next when it runs out, under a greater epoch, and the old holder learns it', async () => {
      const first = await acquire(one);
      clock.advance(10_001);
      expect(await one.isCurrent(first), 'nobody has taken it yet').to.equal(true);
      const second = await acquire(two);
      expect(second).to.be.greaterThan(first);
      expect([await one.isCurrent(first), await two.isCurrent(second)]).to.deep.equal([false, true]);
      expect(await one.renew(first, 10_000)).to.equal(false);
    });

    it('is kept by renewing', async () => {
      const epoch = await acquire(one);
      for (let i = 0; i < 5; i++) {
        clock.advance(9_000);
        expect(await one.renew(epoch, 10_000)).to.equal(true);
        expect((await two.acquire('two', 10_000)).type).to.equal('held');
      }
    });

    it('is given back at once, by its holder only, and the epoch still grows', async () => {
      const first = await acquire(one);
      await one.release(first);
      expect(await one.renew(first, 10_000), 'what was given back stays so').to.equal(false);
      const second = await acquire(two);
      await one.release(first);
      expect((await one.acquire('one', 10_000)).type).to.equal('held');
      await two.release(second);
      expect(await acquire(one)).to.be.greaterThan(second);
    });

    it('skips epochs, taking itself from whoever holds it, and never goes back', async () => {
      await one.skipTo(40);
      const first = await acquire(one);
      expect(first).to.be.greaterThan(40);
      await two.skipTo(7);
      expect(await one.renew(first, 10_000)).to.equal(false);
      expect(await acquire(two)).to.be.greaterThan(first);
    });

    it('is free when only a clock that was set back makes it seem to last', async () => {
      const first = await acquire(one);
      clock.advance(-86_400_000);
      expect(await acquire(two)).to.be.greaterThan(first);
    });

    it('goes to exactly one of many who ask at once', async () => {
      const askers = await Promise.all(Array.from({length: 8}, () => harness.open()));
      const answers = await Promise.all(askers.map((lease, i) => lease.acquire(`asker ${i}`, 10_000)));
      expect(answers.filter(({type}) => type === 'acquired')).to.have.length(1);
    });

    it('answers as the lease in memory does, whoever asks and however long it takes', async () => {
      const command = fc.record({
        ask: fc.constantFrom('acquire' as const, 'renew' as const, 'isCurrent' as const, 'release' as const),
        by: fc.constantFrom('one', 'two'),
        /** Which of the acquisitions so far, from the latest one back. */
        back: fc.nat(1),
        forMs: fc.constantFrom(1_000, 10_000),
        passMs: fc.constantFrom(0, 0, 999, 1_000, 10_000),
      });
      // Epochs need not be the same numbers: each lease is asked about its own.
      const epochs = new Map<RunLease, number[]>();
      await expectSameAnswers(
        command,
        async () => {
          const reference = memoryRunLease(clock);
          epochs.set(reference, []).set(one, []);
          clock.advance(LONGEST_LEASE_MS);
          return [reference, one];
        },
        async (asked, {ask, by, back, forMs, passMs}) => {
          const own = epochs.get(asked)!;
          const epoch = own.at(-1 - back);
          // The tested one is asked last.
          const pass = () => (asked === one ? clock.advance(passMs) : undefined);
          try {
            if (ask === 'acquire') {
              const answer = await asked.acquire(by, forMs);
              if (answer.type === 'held') return answer;
              own.push(answer.epoch);
              return answer.type;
            }
            return epoch === undefined
              ? null
              : ask === 'release'
                ? await asked.release(epoch)
                : await asked[ask](epoch, forMs);
          } finally {
            pass();
          }
        },
        numRuns,
      );
    });
  });
}
