import {expect} from 'chai';
import fc from 'fast-check';
import {scrub} from '../../src/domain/scrub.ts';
import {spellingOfId} from '../support/id-spellings.ts';

const ID = '990990000001';

describe('texts from outside', () => {
  it('lose an id however it is written, and keep the words around it', () => {
    fc.assert(
      fc.property(spellingOfId(ID), fc.constantFrom('', 'IIN', 'ИИН ', 'u', 'user=', '('), ({spelt}, before) => {
        const scrubbed = scrub(`nobody knows ${before}${spelt}; go on`);
        // Only whether: no message may show a spelling.
        expect(/\p{Nd}/u.test(scrubbed.normalize('NFKC'))).to.equal(false);
        expect(scrubbed.startsWith('nobody knows ')).to.equal(true);
        expect(scrubbed.endsWith('; go on')).to.equal(true);
      }),
      {numRuns: 2_000},
    );
  });

  it('lose an id as programs write it', () => {
    for (const text of [
      `${ID.replace(/\B(?=(\d{3})+$)/g, ',')}`,
      `${ID.replace(/\B(?=(\d{3})+$)/g, "'")}`,
      [...ID].map((digit) => `\u001b[1m${digit}\u001b[0m`).join(''),
      [...ID].map((digit) => `%3${digit}`).join(''),
      `%FF%39%39${ID.slice(2)}`,
      [...ID].map((digit) => (digit === '0' ? '0' : String.fromCodePoint(0x2474 + Number(digit) - 1))).join(''),
      `00000000-0000-4000-8000-${ID}`,
      '7b2e1f00-1234-4321-8888-010101000001',
      `${ID.slice(0, 6)}\ud800${ID.slice(6)}`,
    ]) {
      const scrubbed = scrub(text);
      expect(scrubbed.includes('[id]') && !/[0-9]{6}/.test(scrubbed)).to.equal(true);
    }
  });

  it('are read once from end to end, however long they are', () => {
    for (const part of ['0', '1-', '0123456789-'])
      expect(scrub(`${part.repeat(300_000 / part.length)}x`)).to.be.a('string');
  });

  it('lose each of several ids', () => {
    expect(scrub(`${ID}, IIN${ID} 9909 9000 0001 990990-000001`)).to.equal('[id], IIN[id] [id] [id]');
    expect(scrub(`99-0990-000001/${ID}`)).to.equal('[id]/[id]');
    expect(scrub('SC99099000.0001')).to.equal('SC[id]');
    expect(scrub('2001-01-15 1234')).to.equal('[id]');
  });

  it('stand behind a percent sign, or in a text that is encoded without end', () => {
    expect(scrub("LIKE '%250199000001%'")).to.equal("LIKE '%[id]%'");
    expect(scrub(`%${'25'.repeat(4)}39${ID.slice(1)}`)).to.include('[id]');
    for (const endless of [`%${'25'.repeat(100_000)}41`, `%2${'%3'.repeat(100_000)}5`])
      expect(scrub(endless)).to.be.a('string');
  });

  it('keep what has digits and is nobody', () => {
    for (const text of [
      'SC00000001.1 of distribution-2024-01-15.2 at 2024-01-15 09:00:00',
      'SC00000001 2024-01-15 2024-01-16, SC00000002.5 2024-02-29',
      'at 2024-01-15T09:00:00.123Z, 2024-01-15 to 2024-02-15',
      'plan 3f786850e387550fdab836ed7e6dc881de23001b5f1d2c3b4a59687786a5b4c3',
      'md5 12345678901234567890123456789abc',
      '7b2e1f00-1234-4321-8888-123456789012',
      'connect ECONNREFUSED 192.168.110.123:1521',
      'ORA-00054: NOWAIT, 172.16.100.200, 127.0.0.1:27017',
      '120 000 of 500 000 rows, 98.5 %, 10:25, Node 20.20.2',
      'ﬁne ①②③ text',
    ])
      expect(scrub(text)).to.equal(text);
  });

  it('are scrubbed once and for all', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme', maxLength: 60}), (text) => {
        expect(scrub(scrub(text))).to.equal(scrub(text));
      }),
    );
  });
});
