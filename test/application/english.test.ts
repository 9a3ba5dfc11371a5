import {expect} from 'chai';
import {counted} from '../../src/application/english.ts';
import {EN} from '../../src/application/words/en.ts';
import {sayWarning} from '../../src/application/words/words.ts';

describe('a number with its words', () => {
  it('is in the singular for one only, and grouped', () => {
    expect([0, 1, 2, 1_234].map((n) => counted(n, 'row'))).to.deep.equal(['0 rows', '1 row', '2 rows', '1,234 rows']);
    expect([1, 21].map((n) => counted(n, 'person', 'people'))).to.deep.equal(['1 person', '21 people']);
  });

  it('is said so in warnings', () => {
    const said = (rows: number) => sayWarning(EN, {kind: 'malformed_ids', rows, short: 0});
    expect([said(1), said(2)]).to.deep.equal([
      '1 id looks spoilt and was not dealt',
      '2 ids look spoilt and were not dealt',
    ]);
  });
});
