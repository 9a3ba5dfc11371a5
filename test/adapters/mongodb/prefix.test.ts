import {expect} from 'chai';
import fc from 'fast-check';
import {pastPrefix} from '../../../src/adapters/mongodb/prefix.ts';

/** As MongoDB compares strings. */
const below = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

describe('the range of a prefix', () => {
  const text = fc.string({unit: 'binary', maxLength: 4});

  it('holds exactly the strings that begin with it', () => {
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const {$lt} = pastPrefix(prefix);
        for (const name of [prefix + other, other, prefix.slice(0, -1) + other]) {
          const within = !below(name, prefix) && ($lt === undefined || below(name, $lt));
          expect(within, JSON.stringify([prefix, name])).to.equal(Buffer.from(name).indexOf(Buffer.from(prefix)) === 0);
        }
      }),
      {numRuns: 2_000},
    );
  });

  it('has no upper bound when nothing can come after it', () => {
    expect([pastPrefix(''), pastPrefix('\u{10ffff}')]).to.deep.equal([{}, {}]);
    expect(pastPrefix('a\u{10ffff}')).to.deep.equal({$lt: 'b'});
    expect(pastPrefix('a\ud7ff')).to.deep.equal({$lt: 'a\ue000'});
    expect(pastPrefix('distribution-')).to.deep.equal({$lt: 'distribution.'});
  });
});
