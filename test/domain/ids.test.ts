import {expect} from 'chai';
import fc from 'fast-check';
import {
  type BusinessDate,
  businessDateOf,
  campaignIdOf,
  compareRunIds,
  GROUP_LETTERS,
  groupTheoryId,
  ordinalOf,
  parseBusinessDate,
  parseRunId,
  parseTheoryId,
  runId,
} from '../../src/domain/ids.ts';

const dates = fc
  .integer({min: 0, max: 40_000})
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10) as BusinessDate);
const runs = fc.tuple(dates, fc.integer({min: 1, max: 200}));

describe('business date', () => {
  it('is a day that exists, in ISO form', () => {
    for (const good of ['2024-01-15', '2024-02-29', '1999-12-31']) expect(parseBusinessDate(good)).to.equal(good);
    const bad = ['', '2024-1-15', '2023-02-29', '2024-02-30', '2024-13-01', '2024-00-10', '2024-01-00', '2024-01-32'];
    const untidy = ['2024-01-15T00:00:00Z', ' 2024-01-15', '2024-01-15\n', '20240115', '15.01.2024'];
    for (const text of [...bad, ...untidy]) expect(parseBusinessDate(text), JSON.stringify(text)).to.equal(null);
  });
});

describe('THEORY_ID', () => {
  it('is SC, eight digits and perhaps a group', () => {
    for (const good of ['SC00000001', 'SC00000001.1', 'SC99999999.12']) expect(parseTheoryId(good)).to.equal(good);
    const bad = ['', 'SC1', 'SC000000011', 'SC0000000a', 'SC00000001.', 'SC00000001.a', 'SC00000001.1.1'];
    const untidy = ['sc00000001', 'xSC00000001', 'SC00000001 ', 'SC00000001\n', 'SC00000001.-1', 'SC0000000१'];
    for (const text of [...bad, ...untidy]) expect(parseTheoryId(text), JSON.stringify(text)).to.equal(null);
  });

  it('has its campaign before the dot', () => {
    expect(campaignIdOf(parseTheoryId('SC00000012.3')!)).to.equal('SC00000012');
    expect(campaignIdOf(parseTheoryId('SC00000012')!)).to.equal('SC00000012');
  });

  it('of the groups A to E is .1 to .5', () => {
    const campaign = parseTheoryId('SC00000012')!;
    const groups = GROUP_LETTERS.map((letter) => groupTheoryId(campaign, letter));
    expect(groups).to.deep.equal(['SC00000012.1', 'SC00000012.2', 'SC00000012.3', 'SC00000012.4', 'SC00000012.5']);
    expect(groups.map(parseTheoryId)).to.deep.equal(groups);
    expect(groups.map(campaignIdOf)).to.deep.equal(groups.map(() => campaign));
  });
});

describe('run id', () => {
  it('names the date, and from the second run on its number', () => {
    const date = parseBusinessDate('2024-01-15')!;
    expect([1, 2, 11].map((n) => runId(date, n))).to.deep.equal([
      'distribution-2024-01-15',
      'distribution-2024-01-15.2',
      'distribution-2024-01-15.11',
    ]);
  });

  it('gives back what it was made of', () => {
    fc.assert(
      fc.property(runs, ([date, n]) => {
        const id = runId(date, n);
        expect(parseRunId(id)).to.equal(id);
        expect([businessDateOf(id), ordinalOf(id)]).to.deep.equal([date, n]);
      }),
    );
  });

  it('of another form is none', () => {
    const bad = ['', '2024-01-15', 'distribution-', 'distribution-2024-02-30', 'distribution-2024-01-15.'];
    const untidy = [
      'distribution-2024-01-15.0',
      'distribution-2024-01-15.02',
      'distribution-2024-01-15.2x',
      'scheduler',
    ];
    for (const text of [...bad, ...untidy, 'Distribution-2024-01-15', 'distribution-2024-01-15\n']) {
      expect(parseRunId(text), JSON.stringify(text)).to.equal(null);
    }
  });

  it('sorts by date, then by number', () => {
    fc.assert(
      fc.property(runs, runs, ([dateA, a], [dateB, b]) => {
        const order = dateA < dateB ? -1 : dateA > dateB ? 1 : Math.sign(a - b);
        expect(Math.sign(compareRunIds(runId(dateA, a), runId(dateB, b)))).to.equal(order);
      }),
    );
    const date = parseBusinessDate('2024-01-15')!;
    const ids = [10, 9, 2, 1].map((n) => runId(date, n)).sort(compareRunIds);
    expect(ids.map(ordinalOf)).to.deep.equal([1, 2, 9, 10]);
  });
});
