import {expect} from 'chai';
import type {Column} from '../../../src/adapters/oracle/catalogue.ts';
import {fitTabs} from '../../../src/adapters/oracle/fit-tabs.ts';

const TABLE = 'SPSS.SC_theory_users';
const column = (name: string, length: number, counts: Column['counts']): Column => ({
  ...{table: TABLE.toUpperCase(), name, type: 'VARCHAR2', length, counts},
});

describe('TAB values in a table of Oracle', () => {
  const CUTS: readonly (readonly [charset: string, Column['counts'], length: number, text: string, fitted: string])[] =
    [
      ['AL32UTF8', 'bytes', 5, 'жжж', 'жж'],
      ['AL32UTF8', 'characters', 2, 'жжж', 'жж'],
      ['AL32UTF8', 'bytes', 5, 'ab😀', 'ab'],
      ['AL32UTF8', 'bytes', 6, 'ab😀', 'ab😀'],
      ['UTF8', 'bytes', 7, 'ab😀', 'ab'],
      ['UTF8', 'bytes', 8, 'ab😀', 'ab😀'],
      ['CL8MSWIN1251', 'bytes', 3, 'жжжж', 'жжж'],
      ['CL8ISO8859P5', 'bytes', 3, 'жжжж', 'жжж'],
      ['US7ASCII', 'bytes', 3, 'abcd', 'abc'],
      ['ZHS16GBK', 'bytes', 3, 'жжж', 'ж'],
    ];
  for (const [charset, counts, length, text, fitted] of CUTS) {
    it(`of ${length} ${counts} in ${charset}: ${text} becomes ${fitted}`, () => {
      const all = [1, 2, 3, 4].map((n) => column(`TAB${n}`, length, counts));
      expect(fitTabs([text, null, '', 'x', text], {charset, all}, TABLE)).to.deep.equal([fitted, null, '', 'x', text]);
    });
  }
});
