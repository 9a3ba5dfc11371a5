import {expect} from 'chai';
import fc from 'fast-check';
import {checkCounts, type EndCheck, groupIds} from '../../src/domain/end-check.ts';
import {foldRun} from '../../src/domain/run.ts';
import {plan, recordWrites, start} from '../../src/domain/run-decisions.ts';
import type {DistributionPlan, GroupCount, GroupWrite} from '../../src/domain/run-events.ts';
import {TABLES, type Table} from '../../src/domain/tables.ts';
import {writeKey} from '../../src/domain/writes.ts';
import {historyOf} from '../support/given.ts';
import {allWrites, samplePlan, sampleStart, trueCounts} from '../support/sample-run.ts';

/** One campaign; the groups A to E have 1, 1, 1, 2 and 2 people. */
const PLAN = samplePlan(7);
const TRUE = trueCounts(PLAN, allWrites(PLAN));
const [A, D] = [PLAN.campaigns[0]!.groups[0]!.theoryId, PLAN.campaigns[0]!.groups[3]!.theoryId];
const FINE = {breaches: [], notes: []};

function check(
  counts: readonly GroupCount[],
  planned: DistributionPlan = PLAN,
  writes?: readonly GroupWrite[],
): EndCheck {
  const run = foldRun(historyOf(start(sampleStart), plan(planned), recordWrites(writes ?? allWrites(planned))));
  if (run.status === 'new' || !run.plan) throw new Error('not planned');
  return checkCounts(run, counts);
}

/** The true counts, but for this group in this table. */
function changed(
  table: Table,
  theoryId: string,
  by: Partial<Record<'rows' | 'distinct' | 'total', number>>,
): GroupCount[] {
  return TRUE.map((count) =>
    count.table === table && count.theoryId === theoryId
      ? {
          ...count,
          rows: count.rows + (by.rows ?? 0),
          distinct: count.distinct + (by.distinct ?? 0),
          total: count.total + (by.total ?? 0),
        }
      : count,
  );
}

describe('the end check', () => {
  it('finds nothing when the tables hold the plan, and needs no count of empty groups', () => {
    expect(check(TRUE)).to.deep.equal(FINE);
    expect(check(TRUE.filter(({total}) => total > 0))).to.deep.equal(FINE);
  });

  it('finds a missing row, and says where', () => {
    const {breaches} = check(changed('SC_local_target', D, {rows: -1, distinct: -1, total: -1}));
    expect(breaches).to.deep.equal([`SC_local_target ${D}: planned 2, found 1 rows of 1 people`]);
  });

  it('finds a group that is not there at all', () => {
    const {breaches} = check(TRUE.filter(({table, theoryId}) => table !== 'SC_theory_users' || theoryId !== D));
    expect(breaches).to.deep.equal([`SC_theory_users ${D}: planned 2, found 0 rows of 0 people`]);
  });

  it('finds a doubled row, and one person who stands for two', () => {
    expect(check(changed('SC_theory_users', D, {rows: 1, total: 1})).breaches).to.deep.equal([
      `SC_theory_users ${D}: planned 2, found 3 rows of 2 people`,
    ]);
    expect(check(changed('SC_local_target', D, {distinct: -1})).breaches).to.have.length(1);
  });

  it('finds a foreign row, also where no row of the plan belongs', () => {
    const foreign = {rows: 1, distinct: 1, total: 1};
    expect(check(changed('SC_local_control', A, foreign)).breaches).to.have.length(1);
    expect(check(changed('SC_theory_users', A, foreign)).breaches).to.deep.equal([
      `SC_theory_users ${A}: planned 0, found 1 rows of 1 people`,
    ]);
    expect(check(changed('SC_local_target', A, foreign)).breaches).to.have.length(1);
    expect(check(changed('SC_local_control', D, foreign)).breaches).to.have.length(1);
  });

  it('takes rows as new as the run that stood there before its first write for what they are', () => {
    const baseline = [{table: 'SC_local_target', theoryId: D, rows: 3, distinct: 2, total: 9} as const];
    const planned = samplePlan(7, 1, {baseline});
    expect(check(trueCounts(planned, allWrites(planned)), planned).breaches).to.deep.equal([]);
    expect(check(TRUE, planned).breaches, 'they are gone').to.have.length(1);
    expect(check(changed('SC_local_target', D, {rows: 3, distinct: 2, total: 3})).breaches, 'unknown').to.have.length(
      1,
    );
  });

  it('does not expect people again who stood there from before', () => {
    const writes = allWrites(PLAN, 1);
    expect(check(trueCounts(PLAN, writes), PLAN, writes)).to.deep.equal(FINE);
    expect(check(TRUE, PLAN, writes).breaches).to.have.length(TRUE.filter(({rows}) => rows > 0).length);
  });

  it('only notes a difference from before the run, also of a control group in SPSS', () => {
    expect(check(changed('SC_local_target', D, {total: 4}))).to.deep.equal({
      breaches: [],
      notes: [{kind: 'earlier_difference', theoryId: D, dssb: 4, spss: 0}],
    });
    expect(check(changed('SC_theory_users', A, {total: 2}))).to.deep.equal({
      breaches: [],
      notes: [{kind: 'earlier_difference', theoryId: A, dssb: 0, spss: 2}],
    });
    expect(check(changed('SC_local_control', A, {total: 2}))).to.deep.equal(FINE);
  });

  it('counts every group in every table', () => {
    expect(groupIds(samplePlan(3, 2))).to.deep.equal(
      [1, 2].flatMap((campaign) => [1, 2, 3, 4, 5].map((group) => `SC0000000${campaign}.${group}`)),
    );
  });

  it('finds any one wrong number, in any plan, and that one only', () => {
    const wrong = fc.record({
      at: fc.nat(1_000),
      rows: fc.integer({min: -3, max: 3}),
      distinct: fc.integer({min: -3, max: 3}),
    });
    fc.assert(
      fc.property(fc.nat(40), fc.integer({min: 1, max: 3}), fc.nat(2), wrong, (people, campaigns, earlier, by) => {
        const planned = samplePlan(people, campaigns);
        const writes = allWrites(planned, earlier);
        const counts = trueCounts(planned, writes);
        expect(counts).to.have.length(TABLES.length * 5 * campaigns);
        const at = by.at % counts.length;
        const count = counts[at]!;
        const worse = {...count, rows: count.rows + by.rows, distinct: count.distinct + by.distinct};
        const {breaches} = check(counts.with(at, worse), planned, writes);
        const found = breaches.map((breach) => breach.split(':')[0]!.replace(' ', '/'));
        expect(found).to.deep.equal(by.rows === 0 && by.distinct === 0 ? [] : [writeKey(count)]);
      }),
    );
  });
});
