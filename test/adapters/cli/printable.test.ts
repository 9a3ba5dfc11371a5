import {expect} from 'chai';
import fc from 'fast-check';
import pc from 'picocolors';
import {printable} from '../../../src/adapters/cli/printable.ts';

const HOSTILE = ['\x1b[2J', '\x1b]0;title\x07', '\x1b[8m', '\x9b31m', '\r', '\b', '\u202e', '\0', '\x1b]52;c;aGk=\x07'];

describe('what is written to a terminal', () => {
  it('has no control character, and no mark that turns the writing', () => {
    const text = fc
      .array(fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom(...HOSTILE)))
      .map((all) => all.join(''));
    const property = fc.property(text, (given) => {
      expect(printable(given, false)).to.not.match(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
    });
    fc.assert(property);
    for (const sequence of HOSTILE)
      expect(printable(sequence, true), JSON.stringify(sequence)).to.match(/^\\u00|^\\u20/);
  });

  it('keeps lines, tabs, letters of any script and the colours it is drawn with', () => {
    const {bold, yellow, red, dim, green, cyan, gray} = pc.createColors(true);
    const text = `Кампания «Әке»\t✅ 👩‍👩‍👧\n${[bold, yellow, red, dim, green, cyan, gray].map((draw) => draw('x')).join('')}`;
    expect(printable(text, true)).to.equal(text);
    expect(printable(text, false)).to.include('\\u001b[1mx').and.include('Кампания «Әке»\t✅ 👩‍👩‍👧\n');
  });

  it('stays the same JSON', () => {
    const property = fc.property(fc.string({unit: 'binary'}), (given) => {
      expect(JSON.parse(printable(JSON.stringify({given}), false))).to.deep.equal({given});
    });
    fc.assert(property);
  });
});
