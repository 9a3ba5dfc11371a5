import {expect} from 'chai';
import {asOther, isPlanned, othersSince, type PastRun, readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const NEXT = 'distribution-2024-01-16';

/** A completed run, and one of the next day that owes SPSS. */
async function makeHistory() {
  const world = makeWorld();
  await world.run();
  world.clock.advance(DAY_MS);
  world.source.users = syntheticUsers(40, 500);
  const lock = () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'}));
  const tables = {...world.deps.tables, spss: {...world.deps.tables.spss, lock}};
  await world.run({tables}, {next: {date: '2024-01-16' as BusinessDate, slot: null}});
  return readHistory(world.deps.events);
}

describe('the history of all runs', () => {
  it('is oldest first, with when each ended for good', async () => {
    const [first, second, ...rest] = await makeHistory();
    expect(rest).to.deep.equal([]);
    const ending = first!.events.find(({type}) => type === 'RunCompleted')!;
    expect([first!.id, first!.endedAt]).to.deep.equal([RUN, ending.at]);
    expect([second!.id, second!.endedAt]).to.deep.equal([NEXT, null]);
  });

  it('has of each run what it planned, and what it wrote when', async () => {
    const [first] = (await makeHistory()).filter(isPlanned);
    const {plan, writes} = asOther(first!);
    expect(plan).to.equal(first!.run.plan);
    const written = first!.events.filter(({type}) => type === 'GroupWritten');
    expect(writes).to.deep.equal(written.map(({data, at}) => ({...(data as object), at})));
  });

  it('has the others that may have written since a run began, or those under way for one that is not there', () => {
    const past = (id: string, began: string, endedAt: string | null) => ({id, events: [{at: began}], endedAt}) as never;
    const history: PastRun[] = [
      past('a', '01', '02'),
      past('b', '03', '05'),
      past('c', '04', '06'),
      past('d', '07', null),
    ];
    const others = (id: string) => othersSince(history, id as never).map((it) => it.id);
    expect(others('a')).to.deep.equal(['b', 'c', 'd']);
    expect(others('c')).to.deep.equal(['b', 'd']);
    expect(others('d')).to.deep.equal([]);
    expect(others('new')).to.deep.equal(['d']);
  });
});
