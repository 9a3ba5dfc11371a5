import {expect} from 'chai';
import fc from 'fast-check';
import {enrolmentCipher} from '../../../src/adapters/crypto/enrolment-cipher.ts';
import type {Iin} from '../../../src/domain/ids.ts';
import {crowd, crowds} from '../../support/people.ts';

const cipher = enrolmentCipher('b2'.repeat(32));
const other = enrolmentCipher('b3'.repeat(32));

/** One text a person, so that nothing prints an id. */
function printsOf(ids: readonly Iin[], by = cipher): string[] {
  const words = by.fingerprints(ids);
  return ids.map((_, i) => `${words[2 * i]}-${words[2 * i + 1]}`);
}

describe('enrolment cipher', () => {
  it('gives each id its own fingerprint, whatever stands around it in the list', () => {
    fc.assert(
      fc.property(crowds(300), (description) => {
        const ids = crowd(description);
        const prints = printsOf(ids);
        const alone = ids.map((id) => printsOf([id])[0]);
        expect(new Set(prints).size).to.equal(ids.length);
        expect(alone).to.deep.equal(prints);
      }),
    );
  });

  it('tells ids apart that differ only in their length, their end, or beyond a block', () => {
    const texts = [
      '',
      '0',
      '00',
      '0\0',
      'é',
      'é\0',
      'x'.repeat(15),
      'x'.repeat(16),
      'x'.repeat(17),
      'ұ'.repeat(7),
      'ұ'.repeat(8),
    ];
    expect(new Set(printsOf(texts as Iin[])).size).to.equal(texts.length);
  });

  it('is the same across batches of the cipher', () => {
    const ids = Array.from({length: 120_001}, (_, i) => String(999900000000 + i) as Iin);
    const prints = printsOf(ids);
    expect(new Set(prints).size).to.equal(ids.length);
    for (const i of [0, 49_999, 50_000, 100_000, 120_000]) expect(prints[i]).to.equal(printsOf([ids[i] as Iin])[0]);
  });

  it('depends on the key, whose name tells keys apart', () => {
    const ids = crowd({kind: 'digits', count: 50});
    const [ours, theirs] = [printsOf(ids), printsOf(ids, other)];
    expect(ours.filter((print) => theirs.includes(print))).to.deep.equal([]);
    expect(cipher.keyName)
      .to.match(/^[0-9a-f]{16}$/)
      .and.not.equal(other.keyName);
    expect(cipher.keyName).to.equal(enrolmentCipher('b2'.repeat(32)).keyName);
  });

  it('opens what it sealed, in its place and under its key only', () => {
    const plain = Buffer.from([1, 2, 3]);
    const sealed = cipher.seal(plain, 'here');
    expect([...cipher.open(sealed, 'here')]).to.deep.equal([1, 2, 3]);
    expect(() => cipher.open(sealed, 'there')).to.throw('does not open (there)');
    expect(() => other.open(sealed, 'here')).to.throw('does not open (here)');
  });
});
