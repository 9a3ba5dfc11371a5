import {expect} from 'chai';
import {assignmentKeys} from '../../src/adapters/crypto/assignment-keys.ts';
import {digestMembers, digestPlan} from '../../src/application/run/digest-plan.ts';
import type {Allocation, AllocationRule} from '../../src/domain/group-allocator.ts';
import type {Iin, TheoryId} from '../../src/domain/ids.ts';
import {parseFactors} from '../../src/domain/strata.ts';

const keys = assignmentKeys('a1'.repeat(32));
const [ONE, TWO, THREE] = ['999900000001', '999900000002', '999900000003'] as Iin[];
const rule = (text: string): AllocationRule => ({method: 'stratified', factors: parseFactors(text) ?? []});

type Change = {carried?: number; endDate?: string; members?: readonly Iin[][]; theoryId?: string; today?: number};

/** A plan of three people in two groups of a campaign, with some of it changed. */
function digestOf(
  {carried = 2, endDate = '2024-12-31', members = [[ONE!], [TWO!, THREE!]], ...more}: Change,
  by = rule('REGION'),
) {
  const theoryId = more.theoryId ?? 'SC00000001';
  const groups = members.map((people, n) => ({
    ...{
      letter: n === 0 ? 'A' : 'B',
      theoryId: `${theoryId}.${n + 1}`,
      size: people.length,
      carried: n * carried,
      people,
    },
  }));
  const tables = {standing: [[0, 0]], today: [[more.today ?? 1, 2]]};
  const allocation = {
    plan: [{campaign: {theoryId, name: 'N', startDate: '2024-01-01', endDate}, total: 3, groups}],
    membersOf: ({people}: {people: Iin[]}) => people,
    strata: {labels: ['R0'], campaigns: new Map([[theoryId, tables]])},
  };
  return digestPlan(keys, '5e'.repeat(32), allocation as unknown as Allocation, by);
}

describe('the digest of a plan', () => {
  const whole = digestOf({}).planDigest;

  it('is the same for the same plan', () => {
    expect(digestOf({}).planDigest)
      .to.equal(whole)
      .and.to.match(/^[0-9a-f]{64}$/);
  });

  const changes: Record<string, Change> = {
    'who is in a group': {members: [[TWO!], [ONE!, THREE!]]},
    'in which order they were dealt': {members: [[ONE!], [THREE!, TWO!]]},
    'how many a group has': {members: [[ONE!, TWO!], [THREE!]]},
    'what a group carried': {carried: 3},
    'whether a group carried anything': {carried: 0},
    'when the campaign ends': {endDate: '2024-12-30'},
    'which campaign it is': {theoryId: 'SC00000002'},
    'how the strata were dealt': {today: 2},
  };
  for (const [what, change] of Object.entries(changes))
    it(`is another one by ${what}`, () => {
      expect(digestOf(change).planDigest).not.to.equal(whole);
    });

  it('is another one by the rule, and without one', () => {
    const others = [rule('sex'), {...rule('REGION'), method: 'random' as const}, null];
    for (const by of others) expect(digestOf({}, by as AllocationRule).planDigest).not.to.equal(whole);
  });

  it('holds a digest of who is in each group where the columns that strata are made of will be gone, and only there', () => {
    const {allocation} = digestOf({});
    expect(allocation).to.include({method: 'stratified', version: 1, stratifyBy: 'REGION'});
    expect(allocation!.members).to.deep.equal({
      'SC00000001.1': digestMembers(keys, 'SC00000001.1' as TheoryId, [ONE!]),
      'SC00000001.2': digestMembers(keys, 'SC00000001.2' as TheoryId, [THREE!, TWO!]),
    });
    expect(digestOf({}, rule('sex')).allocation).not.to.have.property('members');
  });
});
