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
});
