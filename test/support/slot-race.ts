import {expect} from 'chai';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {readHistory} from '../../src/application/events/run-history.ts';
import {openScheduler, readScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import type {RosterStore} from '../../src/application/ports/roster-store.ts';
import type {RunLease} from '../../src/application/ports/run-lease.ts';
import {runDistribution} from '../../src/application/run/run-distribution.ts';
import {watchJumps} from '../../src/application/service/clock-jumps.ts';
import {handleSlots, type SlotDeps} from '../../src/application/service/handle-slots.ts';
import {makePace} from '../../src/application/service/pace.ts';
import {makeRunHere} from '../../src/application/service/run-here.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import {install} from '../../src/domain/scheduler.ts';
import {DATE, makeWorld} from './world.ts';

const ZONE = 'Asia/Almaty';
/** 09:00 on the date, which the world's clock says. */
const SLOT = '2024-01-15T03:00:00.000Z' as IsoInstant;
const PEOPLE = 11;
const silent = {debug() {}, info() {}, warn() {}, error() {}};
const ping = () => {};

/** What a process sees of the state store, through a connection of its own. */
export type StateView = {readonly events: EventStore; readonly lease: RunLease; readonly rosters: RosterStore};

/** As many starters as there are views see one slot come, all at once and then once more; expects one run, and all its rows. */
export async function raceForSlot(views: readonly StateView[], jitter: () => number): Promise<void> {
  const world = makeWorld({users: PEOPLE});
  const schedule = cronSchedule('0 9 * * *', ZONE);
  const starters = views.map((view, i): SlotDeps => {
    const deps = {...world.deps, ...view};
    const owner = `starter ${i}`;
    const origin = {actor: 'scheduler', correlationId: owner};
    const {countDay, limits} = world.request;
    return {
      ...deps,
      schedule,
      makeSchedule: cronSchedule,
      clocks: {clock: deps.clock, zone: ZONE, tables: deps.tables, stateTime: null},
      jumps: watchJumps(deps.clock),
      rules: {graceMs: 3_600_000, zone: ZONE},
      ...{origin, owner, log: silent, ping, observe: () => {}},
      run: makeRunHere({
        ...{log: silent, ping},
        settings: {countDay, limits, origin, owner, zone: ZONE},
        execute: (request, observe) => runDistribution(deps, request, observe, new AbortController().signal),
      }),
    };
  });
  await (await openScheduler(starters[0]!, starters[0]!.origin)).record(
    install('2024-01-15T02:00:00.000Z' as IsoInstant),
  );
  for (const round of ['at once', 'once more']) {
    await Promise.all(
      starters.map(async (starter) => {
        for (let i = jitter(); i > 0; i--) await new Promise((resolve) => setImmediate(resolve));
        await handleSlots(starter, SLOT, new Map(), makePace({...starter, rosterDays: 7}));
      }),
    );
    const {events} = views[0]!;
    const runs = (await readHistory(events)).map(({id, run}) => `${id} ${run.slot} ${run.status}`);
    expect(runs, round).to.deep.equal([`distribution-${DATE} ${SLOT} completed`]);
    expect((await readScheduler(events)).missed).to.deep.equal([]);
  }
  expect(new Set(world.rows()).size).to.equal(world.rows().length);
  const people = [...world.tables.get('SC_local_control')!, ...world.tables.get('SC_local_target')!];
  expect(people).to.have.length(PEOPLE);
}
