import {expect} from 'chai';
import {csvOf} from '../../src/application/csv-lines.ts';

describe('csvOf', () => {
  it('quotes what needs it, and lets no text become a formula', () => {
    expect(
      csvOf([
        ['a', 'b "c", d'],
        ['=1+1', -2],
        ['1+1=2', 'a-b'],
      ]),
    ).to.equal(`a,"b ""c"", d"\r\n'=1+1,-2\r\n1+1=2,a-b\r\n`);
  });

  it('lets no part of a text become a formula where other characters part the cells', () => {
    const formulas = ['a;=1+1', 'a; @x', 'a\t+1', 'a\n-1', ' =1', '＝1', '\t=1', '"";=1'];
    for (const text of formulas) {
      const [line = ''] = csvOf([[text]]).split('\r\n');
      for (const cell of line.split(/[;\t\n]/)) expect(cell.replaceAll('"', '').trim()).to.not.match(/^[=+\-@＝]/);
    }
    expect(csvOf([['a; b-c', 'x=1;y']])).to.equal('a; b-c,x=1;y\r\n');
  });
});
