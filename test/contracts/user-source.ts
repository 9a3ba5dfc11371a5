import {expect} from 'chai';
import fc from 'fast-check';
import type {UserSource} from '../../src/application/ports/user-source.ts';
import type {CountDay} from '../../src/domain/count-day.ts';
import {memoryUserSource, type SourceRow} from '../support/memory/sources.ts';

export type UserSourceHarness = {
  readonly source: UserSource;
  /** The same, made to read these columns of SC_1_120. */
  readonly reading: (columns: readonly string[]) => UserSource;
  /** What stands in the table from now on. */
  readonly fill: (rows: readonly SourceRow[]) => unknown;
  readonly close: () => Promise<void>;
};

const FIFTH: CountDay = {from: 5, to: 5};
const on = (countDay: number | null, ...iins: (string | null)[]): SourceRow[] => iins.map((iin) => ({iin, countDay}));

/** What every source of people promises; `numRuns` is for servers that fill slowly. */
export function userSourceContract(name: string, make: () => Promise<UserSourceHarness>, {numRuns = 100} = {}): void {
  describe(`user source: ${name}`, () => {
    let harness: UserSourceHarness;
    before(async () => {
      harness = await make();
    });
    after(() => harness?.close());

    async function read(rows: readonly SourceRow[], countDay: CountDay): Promise<(string | null)[]> {
      await harness.fill(rows);
      return drain(harness.source, countDay);
    }

    it('answers who stands under the one day, and nobody of other days or of none', async () => {
      const rows = [...on(5, '999900000001'), ...on(4, '2'), ...on(6, '3'), ...on(55, '4'), ...on(null, '5')];
      expect(await read(rows, FIFTH)).to.deep.equal(['999900000001']);
    });

    it('answers who stands under the days of a range, both ends included', async () => {
      const rows = [...on(5, '5'), ...on(6, '6'), ...on(17, '17'), ...on(30, '30'), ...on(31, '31')];
      expect(await read(rows, {from: 6, to: 30})).to.have.members(['6', '17', '30']);
    });

    it('answers each row as it stands: repeated, missing, with blanks around it', async () => {
      const iins = ['1', '1', null, ' 2 ', '000000000003', 'ЖСН'];
      expect(await read(on(5, ...iins), FIFTH)).to.have.members(iins);
    });

    it('reads the columns that it was made for, in their order, with each row, and no others', async () => {
      await harness.fill([
        {iin: '1', countDay: 5, debt: 1234.5, region: 'Алматы'},
        {iin: '2', countDay: 5},
        {iin: '3', countDay: 6, debt: 7, region: 'Шымкент'},
      ]);
      const rows: unknown[][] = [];
      for await (const {iins, values} of harness.reading(['REGION', 'TOTAL_DEBT'])(FIFTH)) {
        for (const [i, iin] of iins.entries()) rows.push([iin, ...values[i]!]);
      }
      expect(rows).to.have.deep.members([
        ['1', 'Алматы', 1234.5],
        ['2', null, null],
      ]);
      for await (const {values} of harness.source(FIFTH)) expect(values).to.deep.equal([]);
    });

    it('answers nobody where nobody stands', async () => {
      expect(await read([], FIFTH)).to.deep.equal([]);
    });

    it('loses and doubles nobody where there are more than one batch holds', async () => {
      const many = Array.from({length: 12_345}, (_, i) => String(999900000000 + i));
      expect((await read(on(5, ...many), FIFTH)).toSorted()).to.deep.equal(many);
    });

    it('answers whom the rows in memory have, whatever stands there', async () => {
      const row = fc.record({
        iin: fc.constantFrom('1', '2', ' 2', null),
        countDay: fc.constantFrom(4, 5, 5.5, 6, 30, null),
      });
      const range = fc.constantFrom<CountDay>(FIFTH, {from: 5, to: 6}, {from: 4, to: 30}, {from: 7, to: 7});
      await fc.assert(
        fc.asyncProperty(fc.array(row, {maxLength: 8}), range, async (rows, countDay) => {
          const reference = await drain(
            memoryUserSource(() => rows),
            countDay,
          );
          expect(await read(rows, countDay)).to.have.members(reference);
        }),
        {numRuns},
      );
    });
  });
}

async function drain(source: UserSource, countDay: CountDay): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for await (const {iins} of source(countDay)) found.push(...iins);
  return found;
}
