import {expect} from 'chai';
import type {SourceTable, SourceTables, SourceValues} from '../../src/application/ports/source-tables.ts';

export type SourceTablesHarness = {
  readonly tables: SourceTables;
  readonly dump: (table: SourceTable, columns: readonly string[]) => Promise<SourceValues[]>;
  readonly close: () => Promise<void>;
};

const COLUMNS = {
  SoftCollection_theories: ['THEORY_ID', 'THEORY_NAME', 'THEORY_START_DATE', 'THEORY_END_DATE'],
  SC_1_120: ['COUNT_DAY', 'IIN'],
} as const;

/** What all source tables that a file may fill promise. */
export function sourceTablesContract(name: string, make: () => Promise<SourceTablesHarness>): void {
  describe(`source tables: ${name}`, () => {
    let harness: SourceTablesHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());

    const insert = (table: SourceTable, batches: AsyncIterable<readonly SourceValues[]>, replace = false) =>
      harness.tables.insert(table, COLUMNS[table], batches, {replace});
    const users = () => harness.dump('SC_1_120', COLUMNS.SC_1_120);

    it('keep each value in its column, whatever the order of the columns, and count the rows', async () => {
      const theory = ['SC00000001', 'Қайырлы таң', '2024-01-01 00:00:00', null] as const;
      expect(await insert('SoftCollection_theories', batchesOf([theory]))).to.equal(1);
      expect(
        await insert(
          'SC_1_120',
          batchesOf(
            [[5, '1']],
            [
              [5.5, '2'],
              [null, '3'],
            ],
          ),
        ),
      ).to.equal(3);
      const {SoftCollection_theories: columns} = COLUMNS;
      expect(await harness.dump('SoftCollection_theories', columns)).to.deep.equal([theory]);
      expect(await users()).to.have.deep.members([[5, '1'], [5.5, '2'], [null, '3']]); // biome-ignore format: rows
    });

    it('add to what stands there, or replace it', async () => {
      await insert('SC_1_120', batchesOf([[5, '1']]));
      await insert('SC_1_120', batchesOf([[5, '2']]));
      expect(await users()).to.have.length(2);
      await insert('SC_1_120', batchesOf([[5, '3']]), true);
      expect(await users()).to.deep.equal([[5, '3']]);
    });

    it('keep what stood there when a file breaks off, and nothing of the file', async () => {
      await insert('SC_1_120', batchesOf([[5, '1']]));
      async function* broken() {
        yield [[5, '2']];
        throw new Error('broken off');
      }
      const error = await insert('SC_1_120', broken(), true).catch((reason: Error) => reason.message);
      expect([error, await users()]).to.deep.equal(['broken off', [[5, '1']]]);
    });
  });
}

async function* batchesOf(...batches: (readonly SourceValues[])[]) {
  yield* batches;
}
