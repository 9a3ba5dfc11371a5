import {expect} from 'chai';
import fc from 'fast-check';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import type {GroupWrite} from '../../src/domain/run-events.ts';
import {TABLES} from '../../src/domain/tables.ts';
import {DATE, DAY_MS, makeWorld, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;

/** A world in which the first run stands at a prefix of its events, with the rows that it had committed by then. */
async function interruptedWorld(
  whole: World,
  events: readonly StoredEvent[],
  prefix: number,
  unrecorded: boolean,
): Promise<World> {
  const world = makeWorld({users: whole.source.users.length, campaigns: whole.source.theories.length});
  const kept = events.slice(0, prefix);
  if (kept.length > 0) await world.deps.events.append(RUN, 0, kept);
  const written = [...kept, ...(unrecorded ? events.slice(prefix, prefix + 1) : [])]
    .filter(({type}) => type === 'GroupWritten')
    .map(({data}) => data as GroupWrite);
  for (const table of TABLES) {
    const ids = written.filter((write) => write.table === table).map(({theoryId}) => theoryId);
    world.tables.get(table)!.push(...whole.tables.get(table)!.filter(({theoryId}) => ids.includes(theoryId)));
  }
  // The roster outlived the process, as it does in a state store; the source meanwhile has other people.
  if (kept.some(({type}) => type === 'DistributionPlanned')) world.source.users = [{iin: '999911111111', countDay: 5}];
  world.clock.advance(60_000);
  return {...world, deps: {...world.deps, rosters: whole.deps.rosters}};
}

describe('a run that was interrupted', () => {
  it('after any of its events resumes to the same rows, whether or not the last commit was answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({min: 1, max: 3}),
        fc.nat(),
        fc.boolean(),
        async (users, campaigns, at, unrecorded) => {
          const whole = makeWorld({users: users + 1, campaigns});
          await whole.run();
          const events = await whole.deps.events.read(RUN);
          const prefix = at % (events.length + 1);
          const world = await interruptedWorld(whole, events, prefix, unrecorded);
          const [report] = await world.run({rosters: whole.deps.rosters}, prefix === 0 ? {} : {next: null});
          const finished = prefix > events.findIndex(({type}) => type === 'RunCompleted');
          expect(finished ? 'completed' : report!.status).to.equal('completed');
          expect(world.rows().join('\n') === whole.rows().join('\n'), 'the same rows').to.equal(true);
        },
      ),
      {numRuns: 150},
    );
  });

  it('is finished before anything new, and then answers for its date', async () => {
    const whole = makeWorld({users: 10, campaigns: 1});
    await whole.run();
    const world = await interruptedWorld(whole, await whole.deps.events.read(RUN), 4, false);
    const reports = await world.run({rosters: whole.deps.rosters});
    expect(reports.map(({run_id, status}) => [run_id, status])).to.deep.equal([[RUN, 'completed']]);
  });

  it('before its plan, on a day that is over, is given up with a mail; the new day has its own run', async () => {
    const whole = makeWorld({users: 10, campaigns: 1});
    await whole.run();
    const world = await interruptedWorld(whole, await whole.deps.events.read(RUN), 1, false);
    const today = '2024-01-16' as BusinessDate;
    world.clock.advance(DAY_MS);
    const reports = await world.run({}, {next: {date: today, slot: null}});
    expect(reports.map(({run_id, status}) => [run_id, status])).to.deep.equal([
      [RUN, 'failed'],
      [`distribution-${today}`, 'completed'],
    ]);
    expect(reports[0]!.error).to.include({kind: 'expired'});
    expect(reports[0]!.notifications.map(({kind}) => kind)).to.deep.equal(['error']);
    expect(await world.run({}, {next: null})).to.deep.equal([]);
  });

  it('with a COUNT_DAY that cannot be read deals nobody: that of the configuration would take other people', async () => {
    const whole = makeWorld({users: 10, campaigns: 1});
    await whole.run();
    const [started] = await whole.deps.events.read(RUN);
    const spoilt = {...started!, data: {...(started!.data as object), countDay: '5;6'}};
    const world = await interruptedWorld(whole, [spoilt], 1, false);
    const [report] = await world.run({}, {next: null});
    expect(report).to.include({status: 'failed', plan_digest: null});
    expect(report!.error).to.include({kind: 'unexpected'});
    expect(report!.error!.message).to.include('COUNT_DAY="5;6"');
    expect(world.rows()).to.deep.equal([]);
  });
});
