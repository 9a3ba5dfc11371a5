import {expect} from 'chai';
import {columnGaps} from '../../src/application/checks/column-gaps.ts';
import {judgeColumns, judgeGrants, judgeIndexes, judgeLocks} from '../../src/application/checks/tables.ts';
import type {ColumnFacts, DatabaseFacts, OracleFacts} from '../../src/application/ports/check-facts.ts';
import {COLUMNS} from '../../src/domain/tables.ts';
import {expectSaid, WELL} from '../support/said-of-checks.ts';

const oracle = (change: Partial<OracleFacts>): OracleFacts => ({...WELL, ...change});
const columns = (change: Partial<ColumnFacts>) =>
  judgeColumns({columns: {value: {unseen: [], missing: [], misfit: null, mandatory: [], ...change}}} as DatabaseFacts);

describe('what is said of the tables', () => {
  it('of columns, grants, locks and indexes', () => {
    const grants = (refused: {grant: string; code: string}[], excess: string[] | null) =>
      judgeGrants(oracle({grants: {value: {refused, excess}}}), 'SC');
    const lists = (names: string[]) => oracle({unlockable: {value: names}, unindexed: {value: names}});
    const fill = 'must be filled, and no run fills it | NULL or a default | ';
    expectSaid([
      [columns({}), 'ok: all columns are there |  | '],
      [columns({mandatory: null}), 'ok: all columns are there |  | '],
      [columns({missing: ['T.A', 'T.B']}), 'fail: T.A, T.B is missing |  | '],
      [columns({misfit: 'IIN is NUMBER', missing: ['T.A']}), 'fail: T.A is missing; IIN is NUMBER |  | '],
      [columns({mandatory: ['T.X', 'T.Y']}), `fail: T.X, T.Y ${fill}`],
      [columns({unseen: ['T', 'U']}), 'unknown (away): T, U is not in the catalogue: a synonym, or no grant |  | '],
      [columns({unseen: ['T'], missing: ['U.A']}), 'fail: U.A is missing |  | '],
      [grants([], []), 'ok: all statements of a run may be made, and no more |  | '],
      [grants([], null), 'ok: all statements of a run may be made |  | '],
      [grants([], ['DROP', 'ALTER']), 'warn: the account may more than it needs: DROP, ALTER |  | REVOKE it'],
      [
        grants([{grant: 'INSERT ON T', code: 'ORA-01031'}, {grant: 'SELECT ON U', code: 'ORA-00942'}], ['DROP']), // biome-ignore format: a row
        'fail: INSERT ON T is missing (ORA-01031), SELECT ON U is missing (ORA-00942) |  | GRANT INSERT ON T TO SC; GRANT SELECT ON U TO SC',
      ],
      [judgeLocks(WELL), 'ok: no table refuses locks |  | '],
      [
        judgeLocks(lists(['T', 'U'])),
        'fail: locks are disabled on T, U |  | ALTER TABLE T ENABLE TABLE LOCK; ALTER TABLE U ENABLE TABLE LOCK',
      ],
      [judgeIndexes(WELL, 'spss'), 'ok: the indexes are there |  | '],
      [
        judgeIndexes(lists(['T.A', 'U.A']), 'spss'),
        'warn: no usable index begins with T.A, U.A |  | deploy/oracle/2-indexes.sql makes them',
      ],
    ]);
  });
});

describe('what is missing of the columns', () => {
  const all = (database: 'dssb_app' | 'spss') =>
    Object.entries(COLUMNS[database]).flatMap(([table, names]) =>
      names.map((name: string) => ({table: table.toUpperCase(), name: name.toLowerCase(), isMandatory: true})),
    );
  const none = {unseen: [], missing: [], mandatory: []};

  it('is nothing where all are there, whatever their case, and the strata that are asked for', () => {
    expect(columnGaps('dssb_app', all('dssb_app'))).to.deep.equal(none);
    const region = {table: 'SC_1_120', name: 'REGION', isMandatory: true};
    expect(columnGaps('spss', [...all('spss'), region], ['region'])).to.deep.equal(none);
    expect(columnGaps('spss', all('spss'), ['region'])).to.deep.equal({...none, missing: ['SC_1_120.REGION']});
  });

  it('is told by table and column; of a table that is not shown, by the table alone', () => {
    const seen = all('dssb_app').filter(
      ({table, name}) => table !== 'SC_LOCAL_TARGET' && !(table === 'SC_LOCAL_CONTROL' && name === 'tab5'),
    );
    const gaps = {...none, unseen: ['SC_local_target'], missing: ['SC_local_control.TAB5']};
    expect(columnGaps('dssb_app', seen)).to.deep.equal(gaps);
  });

  it('are foreign ones too that each row must fill, but not of the tables that are only read', () => {
    const strange = ['SC_local_control', 'SoftCollection_theories'].flatMap((table) => [
      {table, name: 'BRANCH', isMandatory: true},
      {table, name: 'REMARK', isMandatory: false},
    ]);
    const found = columnGaps('dssb_app', [...all('dssb_app'), ...strange]);
    expect(found).to.deep.equal({...none, mandatory: ['SC_local_control.BRANCH']});
    const read = {table: 'SC_1_120', name: 'X', isMandatory: true};
    expect(columnGaps('spss', [...all('spss'), read])).to.deep.equal(none);
  });
});
