import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {BusinessDate, IsoInstant} from '../../src/domain/ids.ts';
import type {FailureKind} from '../../src/domain/run-events.ts';
import type {Database} from '../../src/domain/tables.ts';
import {DATE, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const NEXT = {date: '2024-01-16' as BusinessDate, slot: '2024-01-16T03:00:00.000Z' as IsoInstant};

/** One database in which a call fails. */
function failing({deps}: World, database: Database, call: 'lock' | 'count', kind: FailureKind): Partial<RunDeps> {
  const tables = deps.tables[database];
  const fail = () => Promise.reject(new Failure(kind, 'no', {database}));
  // The baseline is counted before the first row, the end check after the last.
  const count: GroupTables['count'] = async (...args) => {
    const counted = await tables.count(...args);
    return counted.some(({rows}) => rows > 0) ? fail() : counted;
  };
  return {tables: {...deps.tables, [database]: {...tables, ...(call === 'lock' ? {lock: fail} : {count})}}};
}

describe('a run that is owed', () => {
  const cases = [
    {database: 'spss', call: 'lock', kind: 'unreachable', first: 'partial', starts: true},
    {database: 'spss', call: 'count', kind: 'unreachable', first: 'failed', starts: true},
    {database: 'dssb_app', call: 'count', kind: 'refused', first: 'failed', starts: true},
    {database: 'dssb_app', call: 'count', kind: 'breach', first: 'failed', starts: false},
    {database: 'dssb_app', call: 'lock', kind: 'unreachable', first: 'failed', starts: false},
    {database: 'dssb_app', call: 'lock', kind: 'refused', first: 'failed', starts: false},
  ] as const;
  for (const {database, call, kind, first, starts} of cases)
    it(`because ${database} is ${kind} for its ${call} ${starts ? 'does not hold up' : 'holds up'} the next slot`, async () => {
      const world = makeWorld();
      const broken = failing(world, database, call, kind);
      expect((await world.run(broken))[0]).to.include({run_id: RUN, status: first});
      world.clock.advance(86_400_000);
      world.source.users = syntheticUsers(10, 500);
      const reports = await world.run(broken, {next: NEXT});
      expect(reports.map(({run_id}) => run_id)).to.deep.equal(starts ? [RUN, `distribution-${NEXT.date}`] : [RUN]);
    });

  it('answers a manual request of its date once it is finished, and not one of another date', async () => {
    const world = makeWorld();
    await world.run(failing(world, 'spss', 'lock', 'unreachable'));
    expect((await world.run()).map(({run_id}) => run_id)).to.deep.equal([RUN]);
    const later = makeWorld();
    await later.run(failing(later, 'spss', 'lock', 'unreachable'));
    later.clock.advance(86_400_000);
    const reports = await later.run({}, {next: {...NEXT, slot: null}});
    expect(reports.map(({run_id}) => run_id)).to.deep.equal([RUN, `distribution-${NEXT.date}`]);
  });

  it('answers no slot, not even of its own date: a slot has a run of its own', async () => {
    const world = makeWorld();
    await world.run(failing(world, 'spss', 'lock', 'unreachable'));
    const slot = '2024-01-15T03:00:00.000Z' as IsoInstant;
    const reports = await world.run({}, {next: {date: DATE, slot}});
    expect(reports.map(({run_id}) => run_id)).to.deep.equal([RUN, `${RUN}.2`]);
  });

  it('reads the people of the days that it was started for, whatever is configured since', async () => {
    const [world, whole] = [makeWorld(), makeWorld()];
    await whole.run({}, {countDay: {from: 6, to: 30}});
    await world.deps.events.append(RUN, 0, (await whole.deps.events.read(RUN)).slice(0, 1));
    world.source.users = [...syntheticUsers(4), ...syntheticUsers(3, 100).map((user) => ({...user, countDay: 17}))];
    const [report] = await world.run();
    expect(report).to.include({run_id: RUN, status: 'completed'});
    expect(report!.users).to.include({found: 3, distributed: 3});
  });
});
