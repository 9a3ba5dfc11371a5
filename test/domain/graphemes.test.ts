import {expect} from 'chai';
import fc from 'fast-check';
import {cutText, graphemeBoundary} from '../../src/domain/graphemes.ts';
import {cutToBytes} from '../../src/domain/tab-values.ts';

const CHARACTERS = ['a', 'Ж', 'қ', 'й', '人', '😀', '👩‍👩‍👧‍👦', '🇰🇿', '👍🏽', 'е\u0301'];
const text = fc.array(fc.constantFrom(...CHARACTERS), {maxLength: 30});

/** Whether a text is the beginning of a list of characters, none of them cut. */
const isWhole = (characters: readonly string[], cut: string) =>
  characters.some((_, i) => characters.slice(0, i).join('') === cut) || characters.join('') === cut;

describe('cutting a text', () => {
  it('leaves every character whole that a reader sees', () => {
    fc.assert(
      fc.property(text, fc.integer({min: 11, max: 80}), (characters, limit) => {
        const whole = characters.join('');
        return isWhole(characters, cutText(whole, limit)) && isWhole(characters, cutToBytes(whole, limit * 3));
      }),
    );
  });

  it('leaves as much as fits', () => {
    expect(cutText('ab👩‍👩‍👧‍👦cd', 8)).to.equal('ab');
    expect(cutText('ab👩‍👩‍👧‍👦cd', 9)).to.equal('ab👩‍👩‍👧‍👦');
    expect(cutText('abc', 3)).to.equal('abc');
  });

  it('cuts a single character that is longer than all there is room for', () => {
    expect(cutText('👩‍👩‍👧‍👦', 2)).to.have.lengthOf(3);
    expect(graphemeBoundary(`a${'\u0301'.repeat(99)}`, 10)).to.equal(10);
  });
});
