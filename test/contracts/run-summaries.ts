import {expect} from 'chai';
import type {RunSummaries} from '../../src/application/ports/run-summaries.ts';
import type {BusinessDate, IsoInstant, RunId, TheoryId} from '../../src/domain/ids.ts';
import type {RunSummary} from '../../src/domain/run-summary.ts';
import {sampleSummary} from '../support/sample-summary.ts';

export type RunSummariesHarness = {
  /** Opens the same, at first empty, store once more, as another process would; of another shape if asked. */
  readonly open: (shape?: number) => Promise<RunSummaries>;
  readonly close: () => Promise<void>;
};

const ids = (summaries: readonly RunSummary[]) => summaries.map(({report}) => report.run_id);
const id = (text: string) => text as RunId;
const SLOT = '2024-01-16T04:00:00.000Z' as IsoInstant;

/** What every store of run summaries promises. */
export function runSummariesContract(name: string, make: () => Promise<RunSummariesHarness>): void {
  describe(`run summaries: ${name}`, () => {
    let harness: RunSummariesHarness;
    let store: RunSummaries;
    beforeEach(async () => {
      harness = await make();
      store = await harness.open();
    });
    afterEach(() => harness.close());

    it('is empty at first', async () => {
      expect(await store.position()).to.equal(0);
      expect(await store.list({limit: 10})).to.deep.equal([]);
      expect(await store.open()).to.deep.equal([]);
      expect(await store.latestSlot()).to.equal(null);
    });

    it('answers what was saved, to the letter, and the position', async () => {
      const saved = sampleSummary('distribution-2024-01-15', {slot: SLOT});
      expect(await store.save([saved], 0, 7)).to.equal(true);
      const again = await harness.open();
      expect(await again.position()).to.equal(7);
      expect(await again.list({limit: 10})).to.deep.equal([saved]);
      expect(await again.save([], 7, 9)).to.equal(true);
      expect(await store.position()).to.equal(9);
      expect(await store.list({limit: 10})).to.deep.equal([saved]);
    });

    it('moves the position from where it is only', async () => {
      await store.save([], 0, 7);
      const other = await harness.open();
      expect(await other.save([sampleSummary('distribution-2024-01-15')], 0, 9)).to.equal(false);
      expect(await store.position()).to.equal(7);
    });

    it('lists the newest first, page by page, and those of a status', async () => {
      const names = ['2024-01-14', '2024-01-15', '2024-01-15.2', '2024-01-15.10', '2024-01-16'];
      const all = names.map((date) => sampleSummary(`distribution-${date}`));
      await store.save([all[3]!, all[0]!, all[4]!, all[2]!], 0, 4);
      await store.save([sampleSummary('distribution-2024-01-15', {report: {status: 'skipped'}})], 4, 5);
      const newest = names.map((date) => `distribution-${date}`).reverse();
      expect(ids(await store.list({limit: 10}))).to.deep.equal(newest);
      expect(ids(await store.list({limit: 2}))).to.deep.equal(newest.slice(0, 2));
      expect(ids(await store.list({limit: 2, before: id('distribution-2024-01-15.10')}))).to.deep.equal(
        newest.slice(2, 4),
      );
      expect(ids(await store.list({limit: 9, before: id('distribution-2024-01-15.3')}))).to.deep.equal(newest.slice(2));
      expect(ids(await store.list({limit: 2, date: '2024-01-15' as BusinessDate}))).to.deep.equal(newest.slice(1, 3));
      expect(ids(await store.list({limit: 9, date: '2024-01-15' as BusinessDate}))).to.deep.equal(newest.slice(1, 4));
      expect(await store.list({limit: 9, date: '2024-01-13' as BusinessDate})).to.deep.equal([]);
      expect(ids(await store.list({limit: 9, status: 'skipped'}))).to.deep.equal(['distribution-2024-01-15']);
      expect(
        ids(await store.list({limit: 9, status: 'completed', before: id('distribution-2024-01-15.2')})),
      ).to.deep.equal(['distribution-2024-01-14']);
    });

    it('knows the runs that something is still to come for, oldest first', async () => {
      const queued = {id: '1-success', kind: 'success', status: 'queued', failures: 0} as const;
      const all = [
        sampleSummary('distribution-2024-01-18', {isFinished: false}),
        sampleSummary('distribution-2024-01-17', {report: {notifications: [queued]}}),
        sampleSummary('distribution-2024-01-16', {rosterId: 'roster'}),
        sampleSummary('distribution-2024-01-15'),
      ];
      await store.save(all, 0, 4);
      expect(await store.open()).to.deep.equal([all[2], all[1], all[0]]);
      await store.save([sampleSummary('distribution-2024-01-16', {version: 2})], 4, 5);
      expect(await store.open()).to.deep.equal([all[1], all[0]]);
    });

    it('knows the runs of a slot, and the latest slot', async () => {
      const earlier = '2024-01-15T04:00:00.000Z' as IsoInstant;
      const all = [
        sampleSummary('distribution-2024-01-16', {slot: SLOT}),
        sampleSummary('distribution-2024-01-15', {slot: earlier}),
        sampleSummary('distribution-2024-01-17'),
      ];
      await store.save(all, 0, 3);
      expect(await store.ofSlot(earlier)).to.deep.equal([all[1]]);
      expect(await store.ofSlot('2024-01-17T04:00:00.000Z' as IsoInstant)).to.deep.equal([]);
      expect(await store.latestSlot()).to.equal(SLOT);
    });

    it('sums what all runs gave each group', async () => {
      const first = sampleSummary('distribution-2024-01-15', {dealt: {'SC00000001.1': 3, 'SC00000001.2': 4}});
      const second = sampleSummary('distribution-2024-01-16', {dealt: {'SC00000001.1': 10, 'SC00000002.1': 1}});
      await store.save([first, second], 0, 2);
      const asked = ['SC00000001.1', 'SC00000001.2', 'SC00000003.1'] as TheoryId[];
      const totals = async () => [...(await store.groupTotals(asked))].sort();
      expect(await totals()).to.deep.equal([
        ['SC00000001.1', 13],
        ['SC00000001.2', 4],
      ]);
      const abandoned = sampleSummary('distribution-2024-01-15', {version: 2, dealt: {'SC00000001.1': 1}});
      await store.save([abandoned], 2, 3);
      await store.save([first], 3, 4);
      expect(await totals()).to.deep.equal([['SC00000001.1', 11]]);
    });

    it('tells what each run gave the groups that are asked for, oldest first', async () => {
      const [A, B] = ['SC00000001.1', 'SC00000001.2'] as [TheoryId, TheoryId];
      const dealt = {[A]: 3, [B]: 4, 'SC00000002.1': 9};
      const all = [
        sampleSummary('distribution-2024-01-15.10', {dealt: {[B]: 1}}),
        sampleSummary('distribution-2024-01-15.2', {dealt}),
        sampleSummary('distribution-2024-01-14', {dealt: {'SC00000002.1': 9}}),
        sampleSummary('distribution-2023-12-31', {dealt: {[A]: 7}}),
      ];
      await store.save(all, 0, 4);
      const told = await store.dealtByRun([A, B]);
      expect(told.map(({run_id, people}) => [run_id, Object.fromEntries(people)])).to.deep.equal([
        ['distribution-2023-12-31', {[A]: 7}],
        ['distribution-2024-01-15.2', {[A]: 3, [B]: 4}],
        ['distribution-2024-01-15.10', {[B]: 1}],
      ]);
      expect(await store.dealtByRun(['SC00000009.1' as TheoryId])).to.deep.equal([]);
    });

    it('keeps a summary of more events when one of fewer comes late', async () => {
      const newer = sampleSummary('distribution-2024-01-15', {version: 9});
      await store.save([newer], 0, 9);
      expect(await store.save([sampleSummary('distribution-2024-01-15', {version: 8})], 9, 10)).to.equal(true);
      expect(await store.list({limit: 9})).to.deep.equal([newer]);
    });

    it('begins anew when it is cleared', async () => {
      await store.save([sampleSummary('distribution-2024-01-15', {version: 9})], 0, 9);
      await (await harness.open()).clear();
      expect(await store.position()).to.equal(0);
      expect(await store.list({limit: 9})).to.deep.equal([]);
      const [saved] = [sampleSummary('distribution-2024-01-15', {version: 2})];
      expect(await store.save([saved], 0, 2)).to.equal(true);
      expect(await store.list({limit: 9})).to.deep.equal([saved]);
    });

    it('lets one of several win that save from the same position', async () => {
      const stores = await Promise.all(Array.from({length: 5}, () => harness.open()));
      const saved = sampleSummary('distribution-2024-01-15');
      const answers = await Promise.all(stores.map((it, i) => it.save([saved], 0, i + 1)));
      expect(answers.filter((won) => won)).to.have.length(1);
      expect(await store.position()).to.equal(answers.indexOf(true) + 1);
      expect(await store.list({limit: 9})).to.deep.equal([saved]);
    });

    it('takes summaries of another shape for none', async () => {
      await store.save([sampleSummary('distribution-2024-01-15')], 0, 9);
      const next = await harness.open(1_000);
      expect(await next.position()).to.equal(0);
      const saved = sampleSummary('distribution-2024-01-16');
      expect(await next.save([saved], 0, 9)).to.equal(true);
      expect(await next.list({limit: 9})).to.deep.equal([saved]);
      expect(await next.position()).to.equal(9);
    });
  });
}
