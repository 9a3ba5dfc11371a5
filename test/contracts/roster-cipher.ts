import {expect} from 'chai';
import fc from 'fast-check';
import type {RosterCipher} from '../../src/application/ports/roster-cipher.ts';

/** What every cipher of rosters promises; `make` gives one under the installation's first or another key. */
export function rosterCipherContract(name: string, make: (installation: 'ours' | 'theirs') => RosterCipher): void {
  describe(`roster cipher: ${name}`, () => {
    const cipher = make('ours');
    const {wrapped, key} = cipher.newKey('roster');
    const text = fc.string({unit: 'grapheme', maxLength: 200});

    it('opens what it sealed, now and from the wrapped key', () => {
      fc.assert(
        fc.property(text, text, (plain, context) => {
          const sealed = key.seal(plain, context);
          expect([key.open(sealed, context), cipher.unwrap(wrapped, 'roster').open(sealed, context)]).to.deep.equal([
            plain,
            plain,
          ]);
        }),
      );
    });

    it('opens nothing in another place', () => {
      fc.assert(
        fc.property(text, text, text, (plain, context, other) => {
          fc.pre(context !== other);
          expect(() => key.open(key.seal(plain, context), other)).to.throw('does not open');
        }),
      );
    });

    it('opens nothing of which any bit was changed, nor a key of which one was', () => {
      fc.assert(
        fc.property(text, fc.nat(), fc.nat(7), (plain, place, bit) => {
          const changed = (bytes: Uint8Array) =>
            bytes.map((byte, i) => (i === place % bytes.length ? byte ^ (1 << bit) : byte));
          expect(() => key.open(changed(key.seal(plain, 'x')), 'x')).to.throw('does not open');
          expect(() => cipher.unwrap(changed(wrapped), 'roster')).to.throw('does not open');
        }),
      );
      expect(() => key.open(new Uint8Array(0), 'x')).to.throw('does not open');
    });

    it('opens nothing under the key of another roster or of another installation', () => {
      const sealed = key.seal('text', 'x');
      expect(() => cipher.newKey('roster').key.open(sealed, 'x')).to.throw('does not open');
      expect(() => make('theirs').unwrap(wrapped, 'roster')).to.throw('does not open');
    });

    it('unwraps a key for its own roster only, also after it was wrapped anew', () => {
      expect(() => cipher.unwrap(wrapped, 'another')).to.throw('does not open');
      expect(() => cipher.rewrap(wrapped, 'another')).to.throw('does not open');
      expect(cipher.rewrap(wrapped, 'roster')).to.equal(null);
    });

    it('shows nothing of a text, not even that it is the same', () => {
      const [one, two] = [key.seal('999900000001', 'x'), key.seal('999900000001', 'x')].map((it) => Buffer.from(it));
      expect(one!.includes('999900000001')).to.equal(false);
      expect(one!.equals(two!)).to.equal(false);
    });
  });
}
