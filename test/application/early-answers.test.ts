import {expect} from 'chai';
import {openScheduler, readScheduler} from '../../src/application/events/scheduler-stream.ts';
import {findEarly, lastTaken, undoEarly, watchEarly} from '../../src/application/service/early-answers.ts';
import {parseRunId} from '../../src/domain/ids.ts';
import {install, oweSlotsFrom, recordMissed} from '../../src/domain/scheduler.ts';
import {memoryRunSummaries, noSummaries} from '../support/memory/run-summaries.ts';
import {sampleSummary} from '../support/sample-summary.ts';
import {slotOf} from '../support/service-world.ts';
import {makeWorld} from '../support/world.ts';

const origin = {actor: 'test', correlationId: 'test'};
const at = (text: string) => new Date(`2024-01-${text}Z`).toISOString() as never;
const runOf = (day: number) => parseRunId(`distribution-2024-01-${day}`)!;

/** A service that was installed on 14 January 2024; it is noon of the 15th. `answered` and `missed`: days of slots. */
async function makeEarly({answered = [15], missed = []}: {answered?: number[]; missed?: number[]} = {}) {
  const world = makeWorld();
  world.clock.advance(Date.parse(at('15T06:00:00')) - world.clock.now());
  const kept = noSummaries();
  const answer = (day: number) => kept.runs.set(runOf(day), sampleSummary(runOf(day), {slot: slotOf(day)}));
  answered.forEach(answer);
  const warned: string[] = [];
  const log = {warn: (_: object, text: string) => warned.push(text)};
  const runs = memoryRunSummaries(kept);
  const deps = {...world.deps, runs, origin, log} as unknown as Parameters<typeof watchEarly>[0];
  const scheduler = await openScheduler(deps, origin);
  await scheduler.record(install(at('14T06:00:00')));
  await scheduler.record(recordMissed(missed.map((day) => ({slot: slotOf(day), reason: 'not_running' as const}))));
  const until = (text: string) => world.clock.advance(Date.parse(at(text)) - world.clock.now());
  return {deps, scheduler, answer, warned, until, taken: async () => lastTaken(deps, await readScheduler(deps.events))};
}

describe('what was answered before it was due', () => {
  it('is each slot that lies ahead by more than a minute, whether run or missed, and nothing else', async () => {
    expect(await findEarly((await makeEarly({missed: [14]})).deps)).to.deep.equal({
      ...{slots: [], runs: [], isBeginning: false},
    });
    const {deps, until} = await makeEarly({answered: [15, 18], missed: [14, 16, 17]});
    const early = await findEarly(deps);
    expect(early.slots).to.deep.equal([16, 17, 18].map(slotOf));
    expect(early.runs).to.deep.equal([{runId: runOf(18), slot: slotOf(18)}]);
    until('18T02:58:59');
    expect((await findEarly(deps)).slots).to.deep.equal([slotOf(18)]);
    until('18T02:59:00');
    expect((await findEarly(deps)).slots).to.deep.equal([]);
  });

  it('is a first start that lies ahead, too', async () => {
    const {deps, scheduler} = await makeEarly();
    await scheduler.record(oweSlotsFrom(at('15T06:01:00'), []));
    expect((await findEarly(deps)).isBeginning).to.equal(false);
    await scheduler.record(oweSlotsFrom(at('15T06:01:01'), []));
    expect((await findEarly(deps)).isBeginning).to.equal(true);
    await undoEarly(deps, origin);
    expect((await readScheduler(deps.events)).owedFrom).to.equal(at('15T06:00:00'));
  });

  it('is undone once: its slots are owed again, and its runs answer for nothing', async () => {
    const {deps, taken} = await makeEarly({answered: [15, 18], missed: [16]});
    expect((await undoEarly(deps, origin)).slots).to.deep.equal([16, 18].map(slotOf));
    const {released, owedFrom, missed} = await readScheduler(deps.events);
    expect(released).to.deep.equal([{runId: runOf(18), slot: slotOf(18)}]);
    expect([owedFrom, missed]).to.deep.equal([at('15T06:00:00'), []]);
    expect(await taken()).to.equal(slotOf(15));
    const before = (await deps.events.read('scheduler')).length;
    expect((await undoEarly(deps, origin)).slots).to.deep.equal([]);
    expect(await deps.events.read('scheduler')).to.have.length(before);
  });
});

describe('the latest slot that a run answers for', () => {
  it('is none that lies ahead', async () => {
    expect(await (await makeEarly({answered: []})).taken()).to.equal(null);
    expect(await (await makeEarly({answered: [14, 15]})).taken()).to.equal(slotOf(15));
    expect(await (await makeEarly({answered: [14, 15, 18]})).taken()).to.equal(slotOf(15));
    expect(await (await makeEarly({answered: [18]})).taken()).to.equal(null);
  });

  it('is none that was answered by a clock that was ahead', async () => {
    const {scheduler, taken} = await makeEarly({answered: [14, 15]});
    const released = {runId: runOf(15), slot: slotOf(15)};
    await scheduler.record(oweSlotsFrom(at('15T02:59:59'), [released]));
    expect(await taken()).to.equal(slotOf(14));
  });
});

describe('a slot that comes after it was answered', () => {
  it('is owed again, with those after it, and people are told what to do', async () => {
    const {deps, warned, until} = await makeEarly({answered: [15, 16, 17]});
    const {look, arrived} = watchEarly(deps);
    await look(0);
    await look(0);
    const advice =
      'A clock was ahead when that was said, or this one is behind: set the clock, then: softcollection scheduler reopen';
    expect(warned).to.deep.equal([`${slotOf(16)} is answered already, and lies ahead. ${advice}`]);
    await arrived(slotOf(15));
    expect((await readScheduler(deps.events)).released).to.deep.equal([]);
    until('16T03:00:00');
    await look(0);
    await arrived(slotOf(16));
    const {released, owedFrom} = await readScheduler(deps.events);
    expect(released.map(({runId}) => runId)).to.deep.equal([16, 17].map(runOf));
    expect(owedFrom).to.equal('2024-01-16T02:59:59.999Z');
    expect(warned.slice(1)).to.deep.equal([
      `The slot ${slotOf(16)} was answered by a clock that was ahead; it is owed again`,
    ]);
    await arrived(slotOf(16));
    expect(warned).to.have.length(2);
  });

  it('is left alone where the clock has jumped over it: then this clock was the wrong one', async () => {
    const {deps, warned, until} = await makeEarly({answered: [15, 16]});
    const {look, arrived} = watchEarly(deps);
    await look(0);
    until('16T03:00:01');
    await look(3_600_000);
    await arrived(slotOf(16));
    expect((await readScheduler(deps.events)).released).to.deep.equal([]);
    expect(warned).to.have.length(1);
  });
});
