import {expect} from 'chai';
import fc from 'fast-check';
import {insertBatches, insertBinds, insertText} from '../../../src/adapters/oracle/insert-rows.ts';
import type {NewRows} from '../../../src/application/ports/group-tables.ts';
import type {Iin, TheoryId, WallTime} from '../../../src/domain/ids.ts';
import type {TabValues} from '../../../src/domain/tab-values.ts';

const [start, end, since] = ['2024-01-01 00:00:00', '2024-02-01 00:00:00', '2024-01-15 09:00:00'] as WallTime[];

const groups = fc.array(fc.nat(120), {maxLength: 6}).map((sizes) =>
  sizes.map(
    (size, g): NewRows => ({
      theoryId: `SC00000001.${g + 1}` as TheoryId,
      ...{dateStart: start!, dateEnd: end!, notBefore: since!, tabs: [`tab of ${g}`, null, 'c', 'd', 'e']},
      members: Array.from({length: size}, (_, i) => `${g}-${i}` as Iin),
    }),
  ),
);

describe('the rows of binds that insert people into Oracle', () => {
  it('name everybody once, in order, with what their own group shares, at most so many a call', () => {
    fc.assert(
      fc.property(groups, fc.integer({min: 1, max: 90}), (given, size) => {
        const calls = [...insertBatches(given, size)];
        const wanted = given.flatMap(({members, theoryId, dateStart, dateEnd, notBefore, tabs}) =>
          members.map((iin) => [iin, theoryId, dateStart, dateEnd, notBefore, ...tabs]),
        );
        expect(calls.flat()).to.deep.equal(wanted);
        for (const rows of calls) expect(rows.length).to.be.within(1, size);
        expect(calls.length).to.equal(Math.ceil(wanted.length / size));
      }),
    );
  });

  it('are as many as the statement has places, in its order', () => {
    const places = [...insertText('T').matchAll(/:(\d+)/g)].map(([, place]) => Number(place));
    expect(places).to.deep.equal(insertBinds([]).map((_, i) => i + 1));
  });

  it('are as large as the longest TAB value in bytes, up to the step in which Oracle keeps one cursor', () => {
    const sizeFor = (...tabs: string[]) => {
      const given = tabs.map((tab): {tabs: TabValues} => ({tabs: ['a', null, 'c', tab, 'e']}));
      return insertBinds(given).map(({maxSize}) => maxSize);
    };
    const all = (tab: number) => [50, 50, 19, 19, 19, tab, tab, tab, tab, tab];
    expect(sizeFor('Campaign: winter', 'x'.repeat(128))).to.deep.equal(all(128));
    expect(sizeFor('x'.repeat(129), 'y')).to.deep.equal(all(2000));
    expect(sizeFor('ж'.repeat(64))).to.deep.equal(all(128));
    expect(sizeFor('ж'.repeat(65))).to.deep.equal(all(2000));
    expect(sizeFor('x'.repeat(2001))).to.deep.equal(all(4000));
  });
});
