import {expect} from 'chai';
import {cronSchedule} from '../../src/adapters/cron/cron-schedule.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import {listDays} from '../../src/application/service/list-days.ts';
import {type BusinessDate, runId} from '../../src/domain/ids.ts';
import {install, recordMissed, switchTo} from '../../src/domain/scheduler.ts';
import {memoryRunSummaries, noSummaries} from '../support/memory/run-summaries.ts';
import {sampleSummary} from '../support/sample-summary.ts';
import {slotOf} from '../support/service-world.ts';
import {makeWorld} from '../support/world.ts';

const ZONE = 'Asia/Almaty';
const dated = (day: number) => `2024-01-${day}` as BusinessDate;
const at = (text: string) => `2024-01-${text}:00:00.000Z` as never;
const origin = {actor: 'test', correlationId: 'test'};

/** The job is on since 14 January at noon in Almaty, off since the 17th; the slots of the 15th and 16th were missed. */
async function makeDays({cron = '0 9 * * *', runs = 2} = {}) {
  const {deps} = makeWorld();
  const scheduler = await openScheduler(deps, origin);
  await scheduler.record(install(at('14T06')));
  await scheduler.record(recordMissed([15, 16].map((day) => ({slot: slotOf(day), reason: 'not_running' as const}))));
  await scheduler.record(switchTo(false, at('17T00')));
  const kept = noSummaries();
  for (const [day, many] of [[12, 1], [15, runs], [18, 1]] as const)
    for (let n = 1; n <= many; n++) {
      const dealt = {'SC00000001.1': 2, 'SC00000001.2': 3, SC00000002: 4};
      const summary = sampleSummary(runId(dated(day), n), {slot: n === 1 ? slotOf(day) : null, dealt});
      kept.runs.set(summary.report.run_id, summary);
    } // biome-ignore format: a table
  const days = {events: deps.events, runs: memoryRunSummaries(kept), makeSchedule: cronSchedule};
  return {
    list: (from: number, to: number) =>
      listDays({...days, schedule: cronSchedule(cron, ZONE)}, dated(from), dated(to), ZONE),
  };
}

describe('the days of the service', () => {
  it('are each date with its slot, what kept it from being run, and whether the job was on', async () => {
    const {list} = await makeDays();
    const days = await list(13, 18);
    expect(days.map(({date, slot, missed, isOn}) => [date, slot, missed, isOn])).to.deep.equal([
      ['2024-01-13', null, null, true],
      ['2024-01-14', null, null, true],
      ['2024-01-15', slotOf(15), 'not_running', true],
      ['2024-01-16', slotOf(16), 'not_running', true],
      ['2024-01-17', slotOf(17), null, false],
      ['2024-01-18', slotOf(18), null, false],
    ]);
    const told = days.map(({notifications}) => notifications.map(({kind}) => kind));
    expect(told).to.deep.equal([[], [], ['missed'], ['missed'], [], []]);
  });

  it('have their own runs, oldest first, with the people of each campaign', async () => {
    const {list} = await makeDays();
    const days = await list(13, 17);
    const ids = days.map(({runs}) => runs.map(({run_id}) => run_id));
    expect(ids).to.deep.equal([[], [], ['distribution-2024-01-15', 'distribution-2024-01-15.2'], [], []]);
    const [first, second] = days[2]!.runs;
    expect(first).to.deep.include({slot: slotOf(15), status: 'completed', people: {SC00000001: 5, SC00000002: 4}});
    expect(second!.slot).to.equal(null);
  });

  it('have all of their runs, however many pages those take', async () => {
    const {list} = await makeDays({runs: 250});
    const [day, ...rest] = await list(15, 15);
    expect(rest).to.deep.equal([]);
    expect(day!.runs.map(({run_id}) => run_id)).to.deep.equal(
      Array.from({length: 250}, (_, n) => runId(dated(15), n + 1)),
    );
  });

  it('are due at their first slot where a schedule has several, as days begin in the zone', async () => {
    const {list} = await makeDays({cron: '0 3,9,23 * * *'});
    const days = await list(15, 16);
    expect(days.map(({slot}) => slot)).to.deep.equal(['2024-01-14T21:00:00.000Z', '2024-01-15T21:00:00.000Z']);
  });
});
