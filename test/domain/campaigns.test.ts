import {expect} from 'chai';
import fc from 'fast-check';
import {endedTodayWarnings, groupCampaigns, type TheoryRow} from '../../src/domain/campaigns.ts';
import type {WallTime} from '../../src/domain/ids.ts';
import {reorder} from '../support/people.ts';

const row = (theoryId: string, more: Partial<TheoryRow> = {}): TheoryRow => ({
  theoryId,
  name: `name of ${theoryId}`,
  startDate: '2024-01-01 00:00:00' as WallTime,
  endDate: '2024-02-01 00:00:00' as WallTime,
  ...more,
});

const idsOf = (...theoryIds: string[]) =>
  groupCampaigns(theoryIds.map((id) => row(id))).campaigns.map((campaign) => [
    campaign.theoryId,
    ...campaign.theoryIds,
  ]);

describe('campaigns', () => {
  it('are the rows with the same base', () => {
    expect(idsOf('SC00000002', 'SC00000001.1', 'SC00000001', 'SC00000001.2')).to.deep.equal([
      ['SC00000001', 'SC00000001', 'SC00000001.1', 'SC00000001.2'],
      ['SC00000002', 'SC00000002'],
    ]);
  });

  it('stand in binary order, in which .10 comes before .2', () => {
    expect(idsOf('SC00000010', 'SC00000001.2', 'SC00000009', 'SC00000001.10')).to.deep.equal([
      ['SC00000001', 'SC00000001.10', 'SC00000001.2'],
      ['SC00000009', 'SC00000009'],
      ['SC00000010', 'SC00000010'],
    ]);
  });

  it('take name and dates from their first active row', () => {
    const first = row('SC00000001.1', {
      name: 'first',
      startDate: '2024-01-05 10:00:00' as WallTime,
      endDate: '2024-01-06 10:00:00' as WallTime,
    });
    const {campaigns, warnings} = groupCampaigns([row('SC00000001.2', {name: 'second'}), first]);
    const {name, startDate, endDate} = first;
    expect(campaigns).to.deep.equal([
      {theoryId: 'SC00000001', name, startDate, endDate, theoryIds: ['SC00000001.1', 'SC00000001.2']},
    ]);
    expect(warnings).to.deep.equal([]);
  });

  it('leave out rows of another form, each with a warning that names it', () => {
    const bad = ['SC0000001', 'SC000000001', 'sc00000001', 'SC00000001.', 'SC00000001.x', 'SC 0000001', '', 'X'];
    const {campaigns, warnings} = groupCampaigns([...bad, 'SC00000001'].map((id) => row(id)));
    expect(campaigns.map(({theoryId}) => theoryId)).to.deep.equal(['SC00000001']);
    expect(warnings).to.have.length(bad.length);
    for (const theoryId of bad) expect(warnings).to.deep.include({kind: 'bad_theory_id', theoryId});
  });

  it('leave out a row that ends before it starts, and let the next one name the campaign', () => {
    const backwards = row('SC00000001', {endDate: '2023-12-31 23:59:59' as WallTime});
    const {campaigns, warnings} = groupCampaigns([backwards, row('SC00000001.1')]);
    expect(campaigns.map(({name, theoryIds}) => [name, ...theoryIds])).to.deep.equal([
      ['name of SC00000001.1', 'SC00000001.1'],
    ]);
    const {startDate, endDate} = backwards;
    expect(warnings).to.deep.equal([{kind: 'ends_before_start', theoryId: 'SC00000001', startDate, endDate}]);
  });

  it('may start and end in the same second', () => {
    const {campaigns} = groupCampaigns([row('SC00000001', {endDate: '2024-01-01 00:00:00' as WallTime})]);
    expect(campaigns).to.have.length(1);
  });

  it('have no id in their names, and show a letter of a THEORY_ID that only looks right', () => {
    const {campaigns, warnings} = groupCampaigns([
      {...row('SC00000001'), name: 'Для IIN990990000001 и 990990 000002'},
      row('S\u042100000002'),
      row('SC00000003\u200b'),
    ]);
    expect(/\d{5}/.test(campaigns[0]!.name)).to.equal(false);
    expect(warnings).to.have.deep.members([
      {kind: 'bad_theory_id', theoryId: 'S<U+0421>00000002'},
      {kind: 'bad_theory_id', theoryId: 'SC00000003<U+200B>'},
    ]);
  });

  it('without a start or an end are left out with a warning', () => {
    const {campaigns, warnings} = groupCampaigns([
      {...row('SC00000001'), endDate: null},
      {...row('SC00000002'), startDate: null},
    ]);
    expect(campaigns).to.deep.equal([]);
    expect(warnings).to.deep.equal(['SC00000001', 'SC00000002'].map((theoryId) => ({kind: 'no_dates', theoryId})));
  });

  it('have neither blanks around id and name, nor need either', () => {
    const {campaigns, warnings} = groupCampaigns([
      {...row(' SC00000001\t'), name: ' one '},
      {...row('SC00000002'), name: null},
      {...row('SC00000003'), theoryId: null},
    ]);
    expect(campaigns.map(({theoryId, name}) => [theoryId, name])).to.deep.equal([
      ['SC00000001', 'one'],
      ['SC00000002', ''],
    ]);
    expect(warnings).to.deep.equal([{kind: 'bad_theory_id', theoryId: ''}]);
  });

  it('of one id take the first by dates, then by name, in whatever order they came', () => {
    const rows = [
      row('SC00000001', {startDate: '2024-01-02 00:00:00' as WallTime, name: 'a'}),
      row('SC00000001', {name: 'c'}),
      row('SC00000001', {name: 'b'}),
    ];
    for (const order of [rows, rows.toReversed()]) expect(groupCampaigns(order).campaigns[0]!.name).to.equal('b');
  });

  it('that ended today at midnight are named in order, others of another form are not', () => {
    expect(endedTodayWarnings(['SC00000002', 'X1', ' SC00000001 '])).to.deep.equal([
      {kind: 'ended_today', theoryId: 'SC00000001'},
      {kind: 'ended_today', theoryId: 'SC00000002'},
    ]);
  });

  it('are none without rows', () => {
    expect(groupCampaigns([])).to.deep.equal({campaigns: [], warnings: []});
  });

  it('do not depend on the order of the rows, and lose none', () => {
    const ids = fc.uniqueArray(
      fc.oneof(
        fc
          .tuple(fc.nat(30), fc.option(fc.nat(12)))
          .map(([n, k]) => `SC${String(n).padStart(8, '0')}${k ? `.${k}` : ''}`),
        fc.string({maxLength: 4}),
      ),
      {maxLength: 30},
    );
    fc.assert(
      fc.property(ids, fc.array(fc.nat(50), {minLength: 1}), (theoryIds, keys) => {
        const rows = theoryIds.map((id) => row(id));
        const grouped = groupCampaigns(rows);
        expect(groupCampaigns(reorder(rows, keys))).to.deep.equal(grouped);
        const bases = grouped.campaigns.map(({theoryId}) => theoryId);
        expect(bases).to.deep.equal([...new Set(bases)].sort());
        const kept = grouped.campaigns.flatMap((campaign) => campaign.theoryIds);
        expect(kept.length + grouped.warnings.length).to.equal(rows.length);
      }),
    );
  });
});
