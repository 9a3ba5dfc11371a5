import {expect} from 'chai';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {beforeSlot, SLOT, SLOT_DATE} from './faked-clock.ts';
import {expectedCounts} from './filled.ts';
import {type Installation, jsonOf, type Settings} from './installation.ts';
import {countsOf, peopleTwice, spssEqualsTarget} from './installed-rows.ts';
import {STARTED, type services} from './running-service.ts';
import {ACTIVE} from './sample-csv.ts';

/** A grown-up service in Almaty that leaves nothing to defaults a test may want to see fast. */
export const ALMATY: Settings = {SCHEDULE_TIMEZONE: 'Asia/Almaty', LOG_LEVEL: 'debug'};

export async function runsOf(at: Installation): Promise<RunReport[]> {
  const answer = await at.run('runs --json');
  expect(answer.code, answer.err).to.equal(0);
  return jsonOf<{runs: RunReport[]}>(answer).runs;
}

async function eventsOf(at: Installation, run: string): Promise<StoredEvent[]> {
  const answer = await at.run(`runs events ${run} --json`);
  expect(answer.code, answer.err).to.equal(0);
  return jsonOf<{events: StoredEvent[]}>(answer).events;
}

/** Exactly one run, of the slot and its date, all rows once; answers its events. */
export async function expectOneRun(at: Installation, people: number): Promise<StoredEvent[]> {
  const runs = await runsOf(at);
  expect(runs.map(({run_id, status}) => `${run_id} ${status}`)).to.deep.equal([`distribution-${SLOT_DATE} completed`]);
  const events = await eventsOf(at, runs[0]!.run_id);
  const started = events.filter(({type}) => type === 'RunStarted').map(({data}) => data);
  expect(started).to.have.length(1);
  expect(started[0]).to.include({slot: SLOT, businessDate: SLOT_DATE});
  for (const [table, counts] of Object.entries(expectedCounts(people, ACTIVE)))
    expect(countsOf(at, table as 'SC_local_control'), table).to.deep.equal(counts);
  expect([peopleTwice(at), spssEqualsTarget(at)]).to.deep.equal([0, true]);
  return events;
}

/** How long after the slot the run began, by its own event, in ms. */
export function lateness(events: readonly StoredEvent[]): number {
  return Date.parse(events[0]!.at) - Date.parse(SLOT);
}

/**
 * Starts a service for a moment an hour before nine, and answers how long it took to be up, in ms. A slot is owed from the
 * first start on: after this one it does not matter whether the next is up before nine.
 */
export async function startEarlier(at: Installation, start: ReturnType<typeof services>['start']): Promise<number> {
  const began = Date.now();
  const service = start(at, beforeSlot(3_600_000));
  await service.hears(STARTED);
  const upMs = Date.now() - began;
  await service.stop();
  return upMs;
}

export const COMPLETED = 'Process completed successfully';
