import {expect} from 'chai';
import type {Failure} from '../../src/application/failure.ts';
import {refuseStrays} from '../../src/application/run/dealt-elsewhere.ts';
import type {TheoryId} from '../../src/domain/ids.ts';
import {makeWorld} from '../support/world.ts';

describe('somebody of the plan', () => {
  /** What stands in DSSB when the plan is made, by group, and who is planned for B. */
  async function refusalOf(rows: readonly [group: string, iin: string][], planned: string[], change = {}) {
    const {deps, tables} = makeWorld();
    for (const [theoryId, iin] of rows)
      tables.get('SC_local_target')!.push({theoryId, iin, insertDatetime: '2024-01-15 09:00:00', tabs: []} as never);
    const baseline = rows.map(([theoryId]) => ({
      ...{table: 'SC_local_target' as const, theoryId: theoryId as TheoryId, rows: 1, distinct: 1, total: 1},
      ...change,
    }));
    const since = {dssb_app: '2024-01-15 09:00:00', spss: '2024-01-15 09:00:00'} as never;
    const groups = [{theoryId: 'SC00000001.2'}];
    const allocation = {plan: [{groups}], membersOf: () => planned} as never;
    return refuseStrays(deps.tables, {baseline, since}, allocation).catch((error: Failure) => error);
  }
  const [ONE, TWO] = ['999900000001', '999900000002'];

  it('who stands in another group by now stops the run, and nobody is named', async () => {
    const failure = await refusalOf([['SC00000001.3', ` ${ONE} `]], [ONE]);
    expect(failure).to.include({kind: 'breach'});
    expect(String(failure)).to.include('SC00000001.3').and.not.to.include(ONE);
  });

  it('who stands in the group of the plan is no stray, nor is somebody else, nor a row without an IIN', async () => {
    expect(
      await refusalOf(
        [
          ['SC00000001.2', ONE],
          ['SC00000001.3', TWO],
          ['SC00000001.3', ' '],
        ],
        [ONE],
      ),
    ).to.equal(undefined);
  });

  it('is only looked for where rows have come to DSSB since the look', async () => {
    for (const change of [{rows: 0}, {table: 'SC_theory_users' as const}])
      expect(await refusalOf([['SC00000001.3', ONE]], [ONE], change)).to.equal(undefined);
  });
});
