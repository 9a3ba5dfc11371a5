import {expect} from 'chai';
import type {Iin} from '../../src/domain/ids.ts';
import {readPersonalNumber} from '../../src/domain/personal-number.ts';
import {
  columnLabel,
  columnsOf,
  formatFactors,
  needMoreThanIds,
  parseFactors,
  stratifier,
} from '../../src/domain/strata.ts';

/** An id of nobody: a birthday in form, the digits after it as given, with its check digit. Null where no digit fits. */
function idOf(born: string, century: number, number = '0001'): Iin | null {
  const whole = Array.from({length: 10}, (_, check) => `${born}${century}${number}${check}`);
  return (whole.find((id) => readPersonalNumber(id) !== null) as Iin | undefined) ?? null;
}

const label = (text: string, iin: Iin | null, columns?: string) =>
  stratifier(parseFactors(text) ?? [])(iin ?? ('x' as Iin), columns);

describe('what people are told apart by', () => {
  it('is read from an id: century and sex in its seventh digit', () => {
    const read = [1, 2, 3, 4, 5, 6].map((century) => label('sex,birth_decade', idOf('000229', century, '0010')));
    expect(read).to.deep.equal([
      'unknown / unknown',
      'unknown / unknown',
      'unknown / unknown',
      'unknown / unknown',
      'male / 2000s',
      'female / 2000s',
    ]);
    expect(label('sex', idOf('850101', 4))).to.equal('female');
    expect(label('birth_decade', idOf('850101', 1))).to.equal('1880s');
  });

  it('is unknown for any other id', () => {
    for (const bad of ['', '1', '99990000000', '990990000001', '850101700011', 'abcdefghijkl']) {
      expect(label('sex', bad as Iin), `of ${bad.length} characters`).to.equal('unknown');
    }
  });

  it('takes exactly one check digit, and no number without one', () => {
    let none = 0;
    for (let n = 0; n < 2_000; n++) {
      const digits = `8501013${String(n).padStart(4, '0')}`;
      const fitting = Array.from({length: 10}, (_, check) => `${digits}${check}`).filter(readPersonalNumber);
      if (fitting.length === 0) none++;
      expect(fitting.length).to.be.at.most(1);
    }
    expect(none / 2_000).to.be.within(0.002, 0.02);
  });

  it('is a column: text as it is, numbers between cut points, nothing as unknown', () => {
    const factors = parseFactors('sex,region,TOTAL_DEBT:50000|200000') ?? [];
    expect(columnsOf(factors)).to.deep.equal(['REGION', 'TOTAL_DEBT']);
    const labels = [
      [' Алматы ', 49_999.99],
      ['Алматы', 50_000],
      [null, '199999'],
      ['', 200_000],
      ['7', null],
      ['7', 'n/a'],
      ['7', ' '],
    ].map((values) => columnLabel(factors, values));
    expect(labels).to.deep.equal([
      'Алматы / <50000',
      'Алматы / 50000-200000',
      'unknown / 50000-200000',
      'unknown / >=200000',
      ...Array.from({length: 3}, () => '7 / unknown'),
    ]);
    expect(label('sex,region', null, 'Алматы')).to.equal('unknown / Алматы');
  });

  it('is the group of an ended campaign: no column, and nothing that an id tells', () => {
    const factors = parseFactors('former_group,sex') ?? [];
    expect(columnsOf(factors)).to.deep.equal([]);
    expect(formatFactors(factors)).to.equal('former_group,sex');
    expect(label('former_group,sex', idOf('850101', 4), 'SC00000001 A')).to.equal('female / SC00000001 A');
    expect(label('former_group', null, 'none')).to.equal('none');
    const needs = ['sex,birth_decade', 'sex,REGION', 'former_group', 'FORMER_GROUP'].map((text) =>
      needMoreThanIds(parseFactors(text) ?? []),
    );
    expect(needs).to.deep.equal([false, true, true, true]);
    expect(columnsOf(parseFactors('FORMER_GROUP') ?? []), 'a column of that name').to.deep.equal(['FORMER_GROUP']);
  });

  it('never shows an id that stands in a column', () => {
    expect(columnLabel(parseFactors('NOTE') ?? [], ['990990000001'])).not.to.match(/\d{12}/);
  });

  it('has one spelling; other forms are refused', () => {
    expect(formatFactors(parseFactors(' sex , total_debt:1|2.5 ') ?? [])).to.equal('sex,TOTAL_DEBT:1|2.5');
    for (const bad of ['', 'sex,', 'sex,sex', 'A:2|1', 'A:1|1', 'A:x', 'A:', 'a b', 'A;DROP', "A'"]) {
      expect(parseFactors(bad), bad).to.equal(null);
    }
  });
});
