import {expect} from 'chai';
import {importRows} from '../../src/application/import/import-rows.ts';
import {NEEDED_COLUMNS, rowFault, SOURCE_COLUMNS} from '../../src/application/import/source-columns.ts';
import type {SourceTable, SourceTables, SourceValues} from '../../src/application/ports/source-tables.ts';

async function* inBatches(...batches: SourceValues[][]) {
  yield* batches;
}

/** Keeps what it is given. */
function keepingTables() {
  const kept: {table: SourceTable; columns: readonly string[]; rows: SourceValues[]; replace: boolean}[] = [];
  const insert: SourceTables['insert'] = async (table, columns, batches, {replace}) => {
    const rows: SourceValues[] = [];
    for await (const batch of batches) rows.push(...batch);
    kept.push({table, columns, rows, replace});
    return rows.length;
  };
  return {kept, tables: {insert} as SourceTables};
}

const USERS = {table: 'SC_1_120', columns: ['COUNT_DAY', 'IIN']} as const;
const CAMPAIGNS = {table: 'SoftCollection_theories', columns: ['THEORY_NAME', 'THEORY_ID']} as const;
const options = {tables: null, replace: false, iinFormat: 'plausible'} as const;

describe('an import', () => {
  it('hands every row to the table as it is, and counts the ids that a run would leave out', async () => {
    const {kept, tables} = keepingTables();
    const batches: SourceValues[][] = [
      [
        [5, '999900000001'],
        [5, '1234'],
      ],
      [
        [5, '999900000002'],
        [5, '9.999E+11'],
      ],
    ];
    const result = await importRows({...USERS, rows: inBatches(...batches)}, {...options, tables, replace: true});
    expect(result).to.deep.equal({rows: 4, malformed: 2});
    expect(kept).to.deep.equal([{...USERS, rows: batches.flat(), replace: true}]);
  });

  it('counts rows without a table, and changes nothing', async () => {
    const rows = inBatches([[5, '999900000001']], [[5, '999900000002']]);
    expect(await importRows({...USERS, rows}, options)).to.deep.equal({rows: 2, malformed: 0});
  });

  it('counts campaigns whose THEORY_ID is of another form, missing or no text; blanks around it are nothing', async () => {
    const ids = ['SC00000001', ' SC00000002 ', 'SC00000001.3', 'SC1', null, 7];
    const rows = inBatches(ids.map((id) => ['Name', id]));
    expect(await importRows({...CAMPAIGNS, rows}, options)).to.deep.equal({rows: 6, malformed: 3});
  });
});

describe('a file of campaigns', () => {
  const columns = ['THEORY_ID', 'THEORY_END_DATE', 'THEORY_START_DATE'];
  const fault = (end: string | null, start: string | null) => rowFault(columns, ['SC00000001', end, start]);

  it('has no campaign that ends before it starts; one of a moment is right, and so is one without dates', () => {
    expect(fault('2024-01-01', '2024-01-02')).to.equal('THEORY_END_DATE is before THEORY_START_DATE');
    for (const [end, start] of [
      ['2024-01-02', '2024-01-01'],
      ['2024-01-01', '2024-01-01'],
      [null, '2024-01-01'],
      ['2024-01-01', null],
    ] as const)
      expect(fault(end, start)).to.equal(null);
  });

  it('needs columns that the table has', () => {
    for (const table of ['SC_1_120', 'SoftCollection_theories'] as const)
      expect(SOURCE_COLUMNS[table].map(({name}) => name)).to.include.members([...NEEDED_COLUMNS[table]]);
  });
});
