import {expect} from 'chai';
import type {Look} from '../../src/application/run/enrolment/look.ts';
import type {ShelvedSource} from '../../src/application/run/enrolment/read-shelf.ts';
import {type CountedSource, countedPeople, settleSources} from '../../src/application/run/enrolment/settle-sources.ts';
import type {Run} from '../../src/domain/run.ts';

const CAMPAIGN = 'SC00000001';
const RUN = 'distribution-2024-01-15/1';
const SINCE = {dssb_app: '2024-01-15 09:00:00', spss: '2024-01-15 09:00:01'};

const shelved = (source: string, change: Partial<ShelvedSource> = {}): ShelvedSource => ({
  ...{source, parts: 1, people: 30, today: [], met: []},
  ...change,
});
const resting = (...rests: object[]) => ({rests}) as unknown as Look;

/** A run whose plan gives this campaign 10 people of A, 20 of B and 5 of C; `written`: of their tables. */
function runOf(status: string, written: object[] = [], rosterId = RUN): Run {
  const sizes = {A: 10, B: 20, C: 5};
  const groups = Object.entries(sizes).map(([letter, size], n) => ({letter, size, theoryId: `${CAMPAIGN}.${n + 1}`}));
  const other = {theoryId: 'SC00000009', groups: [{letter: 'A', size: 7, theoryId: 'SC00000009.1'}]};
  const plan = {rosterId, since: SINCE, campaigns: [other, {theoryId: CAMPAIGN, groups}]};
  return {status, plan, written} as unknown as Run;
}

const unasked = () => Promise.reject(new Error('a run was read'));
const settle = (run: Run) => settleSources(CAMPAIGN, null, [shelved(RUN)], async () => run);

describe('who counts of a shelf', () => {
  it('is whom the last look rested on, as it told then, without a run being read, and who was met in the tables', async () => {
    const rested = {source: RUN, parts: 1, people: 30, since: SINCE, ranges: [[0, 10]]};
    const found = [shelved(RUN, {today: [1, 2]}), shelved('tables/0/x')];
    expect(await settleSources(CAMPAIGN, resting(rested), found, unasked)).to.deep.equal({
      counted: [
        {...rested, ...found[0]},
        {...found[1], since: null},
      ],
      gone: [],
    });
  });

  it('is nobody known where something of what the look rested on is gone or has become less', async () => {
    const rested = {source: 'tables/0/x', parts: 1, people: 30, since: null};
    expect(await settleSources(CAMPAIGN, resting(rested), [], unasked)).to.equal(null);
    const there = {source: RUN, parts: 1, people: 30, since: SINCE};
    expect(await settleSources(CAMPAIGN, resting(rested, there), [shelved(RUN)], unasked)).to.equal(null);
    const fewer = await settleSources(CAMPAIGN, resting({...there, people: 31}), [shelved(RUN)], async () =>
      runOf('planned'),
    );
    expect(fewer).to.equal(null);
    const more = {source: RUN, parts: 2, people: 30, since: SINCE};
    expect(await settleSources(CAMPAIGN, resting(more), [shelved(RUN)], async () => ({status: 'new'}) as Run)).to.equal(
      null,
    );
  });

  it('is whom a run has dealt that has ended, and nobody yet of one that goes on', async () => {
    const whole = {counted: [{...shelved(RUN), since: SINCE}], gone: []};
    expect(await settle(runOf('completed'))).to.deep.equal(whole);
    expect(await settle(runOf('planned'))).to.deep.equal({counted: [], gone: []});
  });

  it('is nobody of an attempt whose plan was never made, or is of other people', async () => {
    const gone = {counted: [], gone: [RUN]};
    expect(await settle({status: 'new'} as Run)).to.deep.equal(gone);
    expect(await settle({...runOf('failed'), plan: null} as unknown as Run)).to.deep.equal(gone);
    expect(await settle(runOf('completed', [], 'distribution-2024-01-15/2'))).to.deep.equal(gone);
  });

  it('is of an abandoned run who is in the groups that were written', async () => {
    const rangesOf = async (...written: object[]) => (await settle(runOf('abandoned', written)))?.counted[0]?.ranges;
    const control = {table: 'SC_local_control', theoryId: `${CAMPAIGN}.1`};
    const third = {table: 'SC_local_target', theoryId: `${CAMPAIGN}.3`};
    expect(await rangesOf()).to.deep.equal([]);
    expect(await rangesOf(control, third)).to.deep.equal([[0, 10], [30, 35]]); // biome-ignore format: ranges
    expect(await rangesOf({table: 'SC_theory_users', theoryId: `${CAMPAIGN}.2`})).to.deep.equal([]);
  });

  it('is told by number, of today and of those met, within the ranges', () => {
    const source = {...shelved(RUN, {today: [7, 9, 8, 10, 5, 34, 6, 35], met: [3, 0]}), since: null};
    const people = (change: object, which: 'today' | 'met') => [
      ...countedPeople({...source, ...change} as CountedSource, which),
    ];
    expect(people({}, 'today')).to.deep.equal([7, 8, 5, 6]);
    expect(people({ranges: [[10, 20], [30, 35]]}, 'today')).to.deep.equal([8, 5]); // biome-ignore format: ranges
    expect(people({ranges: []}, 'met')).to.deep.equal([]);
    expect(people({}, 'met')).to.deep.equal([3]);
  });
});
