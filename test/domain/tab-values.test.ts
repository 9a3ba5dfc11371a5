import {expect} from 'chai';
import fc from 'fast-check';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {cutToBytes, type TabValues, tabValues} from '../../src/domain/tab-values.ts';

const DATE = '2024-01-15' as BusinessDate;
const group = {letter: 'B', size: 7, campaignName: 'Весна', businessDate: DATE} as const;
const FRESH = [
  'Daily Distribution Group B',
  'Generated on 2024-01-15',
  'Count: 7',
  'Campaign: Весна',
  'Group Type: Target',
] as const;
const CUSTOM: TabValues = ['one', 'two', 'three', 'four', 'five'];

describe('tab values', () => {
  it('of a group without rows are made as the contract says', () => {
    expect(tabValues(group, null)).to.deep.equal(FRESH);
    expect(tabValues({...group, letter: 'A', size: 0}, null)).to.deep.equal([
      'Daily Distribution Group A',
      'Generated on 2024-01-15',
      'Count: 0',
      'Campaign: Весна',
      'Group Type: Control',
    ]);
  });

  it('are copied from the earliest row, null as null and empty as empty', () => {
    expect(tabValues(group, CUSTOM)).to.deep.equal(CUSTOM);
    expect(tabValues(group, [null, '', null, 'x', null])).to.deep.equal([null, '', null, 'x', null]);
  });

  it('that this service generated are made anew, each for itself', () => {
    const older = tabValues(
      {letter: 'A', size: 3, campaignName: 'Old', businessDate: '2023-12-01' as BusinessDate},
      null,
    );
    expect(tabValues(group, older)).to.deep.equal(FRESH);
    for (const i of CUSTOM.keys()) {
      const mixed = CUSTOM.with(i, older[i]!) as unknown as TabValues;
      expect(tabValues(group, mixed)).to.deep.equal(CUSTOM.with(i, FRESH[i]!));
    }
  });

  it('that only look like generated ones, or stand in another column, are copied', () => {
    const similar: TabValues = [
      'Daily Distribution Group F',
      'Generated on Monday',
      'Count: many',
      'Campaign',
      'Group Type: Other',
    ];
    expect(tabValues(group, similar)).to.deep.equal(similar);
    const moved: TabValues = ['Count: 7', 'Group Type: Target', 'Campaign: x', 'Generated on 2023-12-01', 'Count: 1'];
    expect(tabValues(group, moved)).to.deep.equal(moved);
    const inside: TabValues = [
      'My Daily Distribution Group A',
      'x Generated on 2023-12-01',
      'Count: 7!',
      ' Campaign: ',
      '',
    ];
    expect(tabValues(group, inside)).to.deep.equal(inside);
  });

  it('of a long name are cut, and recognized when they were cut', () => {
    const long = {...group, campaignName: 'ж'.repeat(255)};
    const cut = tabValues(long, null)[3]!;
    expect(cut).to.equal(`Campaign: ${'ж'.repeat(122)}`);
    expect(tabValues(group, ['a', 'b', 'c', cut, 'e'])[3]).to.equal(FRESH[3]);
  });

  it('of a long older row stay whole: how much a column holds is for its database to say', () => {
    const long = 'ж'.repeat(200);
    expect(tabValues(group, [long, long, long, long, long])).to.deep.equal([long, long, long, long, long]);
  });
});

describe('cut to bytes', () => {
  const sizeOf = (text: string) => Buffer.byteLength(text);

  it('keeps what fits exactly and drops a character that does not fit whole', () => {
    expect(cutToBytes('a'.repeat(256), 255)).to.equal('a'.repeat(255));
    expect(cutToBytes('a'.repeat(255), 255)).to.equal('a'.repeat(255));
    expect(cutToBytes(`${'a'.repeat(254)}é`, 255)).to.equal('a'.repeat(254));
    expect(cutToBytes(`${'a'.repeat(252)}😀`, 255)).to.equal('a'.repeat(252));
    expect(cutToBytes(`${'a'.repeat(251)}😀b`, 255)).to.equal(`${'a'.repeat(251)}😀`);
  });

  it('answers the longest well-formed beginning that fits', () => {
    const characters = ['a', '\u007f', '\u0080', 'é', '\u07ff', '\u0800', '人', '\uffff', '😀', '\u{10ffff}'];
    const texts = fc.array(fc.constantFrom(...characters), {maxLength: 300, size: 'max'}).map((all) => all.join(''));
    fc.assert(
      fc.property(texts, fc.oneof(fc.constant(255), fc.nat(20)), (text, bytes) => {
        const cut = cutToBytes(text, bytes);
        expect(Buffer.from(cut).toString(), 'whole characters').to.equal(cut);
        expect(text.startsWith(cut)).to.equal(true);
        expect(sizeOf(cut)).to.be.at.most(bytes);
        const next = [...text.slice(cut.length)][0];
        if (next !== undefined) expect(sizeOf(cut + next)).to.be.above(bytes);
      }),
    );
  });
});
