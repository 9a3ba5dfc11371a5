import {expect} from 'chai';
import fc from 'fast-check';
import type {CampaignSource} from '../../src/application/ports/campaign-source.ts';
import {groupCampaigns, type TheoryRow} from '../../src/domain/campaigns.ts';
import type {WallTime} from '../../src/domain/ids.ts';
import {memoryCampaignSource} from '../support/memory/sources.ts';

export type CampaignSourceHarness = {
  readonly source: CampaignSource;
  readonly setSysdate: (now: WallTime) => unknown;
  /** What stands in the table from now on. */
  readonly fill: (rows: readonly TheoryRow[]) => unknown;
  readonly close: () => Promise<void>;
};

const NOW = '2024-01-15 09:00:00' as WallTime;
const row = (theoryId: string | null, startDate: string, endDate: string, name: string | null = 'Name') =>
  ({theoryId, name, startDate, endDate}) as TheoryRow;

/** What every source of campaigns promises; `numRuns` is for servers that fill slowly. */
export function campaignSourceContract(
  name: string,
  make: () => Promise<CampaignSourceHarness>,
  {numRuns = 100} = {},
): void {
  describe(`campaign source: ${name}`, () => {
    let harness: CampaignSourceHarness;
    before(async () => {
      harness = await make();
      await harness.setSysdate(NOW);
    });
    after(() => harness?.close());

    const read = async (...rows: TheoryRow[]) => {
      await harness.fill(rows);
      return harness.source();
    };

    it('answers the rows that are active by its own clock, both ends included, with all they say', async () => {
      const active = [
        row('SC00000001', NOW, NOW, 'Қайырлы таң'),
        row('SC00000002.1', '2024-01-01 00:00:00', '2024-12-31 00:00:00', null),
      ];
      const found = await read(
        ...active,
        row('SC00000003', '2024-01-15 09:00:01', '2024-12-31 00:00:00'),
        row('SC00000004', '2024-01-01 00:00:00', '2024-01-15 08:59:59'),
      );
      expect(found).to.have.deep.members(active);
    });

    it('answers rows that end before they start, whenever that is, so that somebody is told', async () => {
      const backwards = row('SC00000001', '2030-01-02 00:00:00', '2030-01-01 00:00:00');
      expect(await read(backwards)).to.deep.equal([backwards]);
    });

    it('answers rows without a start or an end, so that somebody is told', async () => {
      const year = ['2024-01-01 00:00:00', '2024-12-31 00:00:00'] as const;
      const open = [
        {...row('SC00000001', ...year), endDate: null},
        {...row('SC00000002', ...year), startDate: null},
      ];
      expect(await read(...open)).to.have.deep.members(open);
      expect(groupCampaigns(open).warnings).to.have.length(2);
    });

    it('meets the same THEORY_ID with blanks around it, and leaves out a missing one with a warning', async () => {
      const year = ['2024-01-01 00:00:00', '2024-12-31 00:00:00'] as const;
      const ids = [null, ' SC00000002', 'SC00000001 ', 'SC00000001.1'];
      const {campaigns, warnings} = groupCampaigns(await read(...ids.map((id) => row(id, ...year, ' Name '))));
      expect(campaigns.map(({name: shown, theoryIds}) => [shown, ...theoryIds])).to.deep.equal([
        ['Name', 'SC00000001', 'SC00000001.1'],
        ['Name', 'SC00000002'],
      ]);
      expect(warnings).to.have.length(1);
    });

    it('is empty where no row is, and reads anew each time', async () => {
      expect(await read()).to.deep.equal([]);
      expect(await read(row('SC00000001', NOW, NOW))).to.have.length(1);
    });

    it('means the same campaigns as the rows in memory, whatever stands there', async () => {
      const theoryId = fc.constantFrom('SC00000001', 'SC00000001.1', ' SC00000002 ', 'SC1', 'SC00000009', null);
      const at = fc
        .integer({min: -2, max: 2})
        .map((seconds) => new Date(Date.parse(`${NOW}Z`) + seconds * 1_000).toISOString())
        .map((iso) => iso.slice(0, 19).replace('T', ' '));
      const rows = fc.array(
        fc.tuple(theoryId, at, at, fc.constantFrom('x', ' Ә ', null)).map((of) => row(...of)),
        {
          maxLength: 6,
        },
      );
      await fc.assert(
        fc.asyncProperty(rows, async (all) => {
          const reference = await memoryCampaignSource(
            () => all,
            () => NOW,
          )();
          expect(groupCampaigns(await read(...all))).to.deep.equal(groupCampaigns(reference));
        }),
        {numRuns},
      );
    });
  });
}
