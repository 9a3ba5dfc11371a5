import {expect} from 'chai';
import fc from 'fast-check';
import {parseIin} from '../../src/domain/iin.ts';

/** White space, control, format and other invisible characters, as programs leave them around an id. */
const UNSEEN = [
  ' ', '\t', '\r', '\n', '\0', '\x1a', '\x1f', '\x7f', '\u0085', '\u00a0', '\u00ad', '\u034f', '\u061c', '\u180e', '\u2009',
  '\u200b', '\u200c', '\u200d', '\u200e', '\u2028', '\u202a', '\u202d', '\u202c', '\u202f', '\u2060', '\u2066', '\u2069',
  '\u3000', '\u3164', '\ufe0f', '\ufeff', '\u{e0001}', '\u{e0020}',
]; // biome-ignore format: a list of characters
const unseen = fc.string({unit: fc.constantFrom(...UNSEEN), maxLength: 4});

describe('an IIN', () => {
  it('is one spelling, whatever nobody sees around it', () => {
    fc.assert(
      fc.property(unseen, fc.constantFrom('990990000001', 'x', 'a b', 'Ж\u200b1'), unseen, (before, id, after) => {
        expect(parseIin(before + id + after) === id).to.equal(true);
      }),
    );
  });

  it('is null when nothing is left', () => {
    expect(parseIin(null)).to.equal(null);
    fc.assert(fc.property(unseen, (blank) => parseIin(blank) === null));
  });
});
