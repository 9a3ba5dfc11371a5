import {expect} from 'chai';
import {lostLetters} from '../../../src/adapters/oracle/lost-letters.ts';

describe('letters that a character set of Oracle cannot hold', () => {
  const texts = ['Campaign: Қазақстан ёлка', '50 € 😀'];
  for (const [charset, letters] of [
    ['CL8MSWIN1251', 'Қ қ 😀'],
    ['CL8ISO8859P5', 'Қ қ € 😀'],
    ['AL32UTF8', null],
    ['UNKNOWN8SET', null],
  ] as const) {
    it(`are ${letters ?? 'none'} in ${charset}`, () => {
      const expected = letters === null ? [] : [{kind: 'lost_letters', database: 'spss', letters}];
      expect(lostLetters(texts, charset, 'spss')).to.deep.equal(expected);
    });
  }
});
