import {expect} from 'chai';
import {type OtherRun, rowsOfOthers} from '../../src/domain/own-rows.ts';
import {writeKey} from '../../src/domain/writes.ts';
import {samplePlan} from '../support/sample-run.ts';

/** One campaign, whose group E has two people. */
const PLAN = samplePlan(7);

const BEGAN = '2024-01-15T03:00:11.656Z';

/** What others may have put into one group of SC_local_target, as recorded at an instant, or not yet. */
function rangeOf(at: string | null) {
  const group = PLAN.campaigns[0]!.groups.find(({letter}) => letter === 'E')!;
  const place = {table: 'SC_local_target', theoryId: group.theoryId} as const;
  const write = {...place, rows: group.size, inserted: group.size - 1, preexisting: 1, at: at ?? ''};
  const other: OtherRun = {plan: PLAN, writes: at === null ? [] : [write]};
  const range = rowsOfOthers([other], BEGAN).get(writeKey(place));
  return {range, size: group.size};
}

describe('rows that another run has put into a place since a run began', () => {
  it('are certain when they were recorded since, less whom it had met there', () => {
    const {range, size} = rangeOf('2024-01-15T03:00:11.657Z');
    expect(range).to.deep.equal({least: size - 1, most: size - 1});
  });

  it('are possible when nothing is recorded yet, or was within the second before: rows have no milliseconds', () => {
    const unrecorded = rangeOf(null);
    expect(unrecorded.range).to.deep.equal({least: 0, most: unrecorded.size});
    for (const at of [BEGAN, '2024-01-15T03:00:10.657Z']) {
      const {range, size} = rangeOf(at);
      expect(range, at).to.deep.equal({least: 0, most: size - 1});
    }
  });

  it('are none that were recorded earlier', () => {
    expect(rangeOf('2024-01-15T03:00:10.656Z').range).to.deep.equal({least: 0, most: 0});
  });
});
