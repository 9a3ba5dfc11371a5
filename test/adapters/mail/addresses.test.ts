import {expect} from 'chai';
import {domainOf, parseAddress, parseAddressList} from '../../../src/adapters/mail/addresses.ts';

describe('an address', () => {
  for (const [text, sent] of [
    ['a@bank.kz', 'a@bank.kz'],
    ['r&d@bank.kz', 'r&d@bank.kz'],
    ["o'neil@bank.kz", "o'neil@bank.kz"],
    ['a+b@bank.kz', 'a+b@bank.kz'],
    ['a/b=c#d@sub.bank.museum', 'a/b=c#d@sub.bank.museum'],
    ['a@xn--80a1acny.xn--80ao21a', 'a@xn--80a1acny.xn--80ao21a'],
    ['a@почта.қаз', 'a@xn--80a1acny.xn--80ao21a'],
    ['анна.қ@bank.kz', 'анна.қ@bank.kz'],
    ['"a b"@bank.kz', '"a b"@bank.kz'],
    ['a@[10.0.0.1]', 'a@[10.0.0.1]'],
    [' a@BANK.kz\u00a0', 'a@bank.kz'],
    ['\u202aa@bank.kz\u202c\u200b', 'a@bank.kz'],
  ] as const) {
    it(`is taken: ${JSON.stringify(text)}`, () => {
      expect(parseAddress(text)).to.equal(sent);
    });
  }

  const bad = [
    '', '@', 'a', 'a@', '@bank.kz', 'a@bank', 'a@localhost', 'a b@bank.kz', 'a.@bank.kz', '.a@bank.kz', 'a..b@bank.kz',
    'a@bank.kz.', 'a@-bank.kz', 'a@bank_1.kz', 'a@bank..kz', 'a@1.2.3.4', 'a@[10.0.0]', 'a@bank.kz>', 'mailto:a@bank.kz',
    'a@b@bank.kz', 'a@bank.kz\r\nBcc: b@bank.kz', 'a\u200bb@bank.kz', '"a\nb"@bank.kz', 'a,b@bank.kz', `${'a'.repeat(65)}@bank.kz`,
  ]; // biome-ignore format: a list of addresses
  for (const text of bad) {
    it(`is none: ${JSON.stringify(text.slice(0, 40))}`, () => {
      expect(parseAddress(text)).to.equal(null);
    });
  }

  it('has a domain, in ASCII', () => {
    expect(['a@b@bank.kz', 'a@почта.қаз', 'a@localhost', null].map(domainOf)).to.deep.equal([
      'bank.kz',
      'xn--80a1acny.xn--80ao21a',
      null,
      null,
    ]);
  });
});

describe('a list of addresses', () => {
  it('is read as mail programs write it, each address once', () => {
    expect(
      parseAddressList('Anna <a@bank.kz>; "Petrov, B." <b@bank.kz>,<c@bank.kz>;; A@bank.kz, a@bank.kz,'),
    ).to.deep.equal({
      addresses: ['a@bank.kz', 'b@bank.kz', 'c@bank.kz'],
      bad: [],
    });
  });

  it('names each part that is none', () => {
    expect(parseAddressList('a@bank.kz b@bank.kz; Anna <a@bank>, c@bank.kz')).to.deep.equal({
      addresses: ['c@bank.kz'],
      bad: ['a@bank.kz b@bank.kz', 'Anna <a@bank>'],
    });
  });
});
