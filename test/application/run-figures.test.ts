import {expect} from 'chai';
import {readFigures} from '../../src/application/events/run-figures.ts';
import type {RunProjection} from '../../src/application/events/run-projection.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import type {IsoInstant, TheoryId} from '../../src/domain/ids.ts';
import type {RunSummary} from '../../src/domain/run-summary.ts';
import {type MissedSlot, recordLate, recordMissed, type SchedulerDecision} from '../../src/domain/scheduler.ts';
import {sampleSummary} from '../support/sample-summary.ts';
import {slotOf} from '../support/service-world.ts';
import {makeWorld} from '../support/world.ts';

const at = (text: string) => `2024-01-${text}:00.000Z` as IsoInstant;
const seconds = (text: string) => Date.parse(at(text)) / 1_000;
const run = (day: number) => `distribution-2024-01-${day}`;
const missed = (day: number, reason: MissedSlot['reason'] = 'not_running') => ({slot: slotOf(day), reason});

/** Figures over these runs, newest first, of which some are open, after what the scheduler was told. */
async function figuresOf(
  runs: readonly RunSummary[],
  open: readonly RunSummary[],
  said: readonly SchedulerDecision[] = [],
) {
  const {deps} = makeWorld();
  const scheduler = await openScheduler(deps, {actor: 'test', correlationId: 'test'});
  for (const decision of said) await scheduler.record(decision);
  const limits: number[] = [];
  const list = async ({limit}: {limit: number}) => {
    limits.push(limit);
    return runs.slice(0, limit);
  };
  const totals = async () => ({runs: runs.length, durations: []});
  const projection = {list, totals, open: async () => open} as unknown as RunProjection;
  return {limits, ...(await readFigures({events: deps.events, runs: projection}))};
}

const skipped = (day: number) =>
  sampleSummary(run(day), {slot: slotOf(day), report: {status: 'skipped', ended_at: at(`${day}T03:05`)}});
const done = (day: number) => sampleSummary(run(day), {slot: slotOf(day), report: {ended_at: at(`${day}T03:10`)}});

describe('the figures of runs and slots', () => {
  it('have when the latest slot’s run ended and how many were skipped in a row, whatever people ran by hand', async () => {
    const byHand = sampleSummary(run(18), {report: {ended_at: at('18T09:00')}});
    const {slotEnded, skipsInARow} = await figuresOf([byHand, skipped(17), skipped(16), done(15), skipped(14)], []);
    expect([slotEnded, skipsInARow]).to.deep.equal([seconds('17T03:05'), 2]);
    expect(await figuresOf([done(15), skipped(14)], [])).to.include({slotEnded: seconds('15T03:10'), skipsInARow: 0});
    const running = sampleSummary(run(15), {slot: slotOf(15), report: {status: 'running', ended_at: null}});
    expect(await figuresOf([running], [])).to.include({slotEnded: null, skipsInARow: 0});
  });

  it('look at ten runs, however many were skipped', async () => {
    const many = Array.from({length: 12}, (_, n) => skipped(30 - n));
    const {limits, skipsInARow} = await figuresOf(many, []);
    expect([limits, skipsInARow]).to.deep.equal([[10], 10]);
  });

  it('have the latest slot that was missed while the job was on', async () => {
    const said = [recordMissed([missed(14), missed(15), missed(16, 'switched_off')])];
    expect(await figuresOf([], [], said)).to.include({slotMissed: seconds('15T03:00'), slotsMissed: 3});
  });

  it('have the state of the latest run, its failure, its warnings, and whose losses are unequal', async () => {
    const theoryId = 'SC00000001' as TheoryId;
    const loss = {kind: 'losses_differ', theoryId, lost: [0, 0, 9, 0, 0]} as const;
    const rows = {kind: 'tables_differ', theoryId, table: 'SC_local_target', expected: 9, found: 7} as const;
    const warnings = [loss, rows, {...rows, expected: 1, found: 2}, loss];
    const dealt = {'SC00000001.1': 2, 'SC00000001.3': 3};
    const failed = sampleSummary(run(15), {dealt, lastFailure: 'refused', report: {status: 'failed', warnings}});
    const {latest, unequalLosses, differingRows} = await figuresOf([failed, done(14)], []);
    expect([unequalLosses, differingRows]).to.deep.equal([2, 3]);
    const kinds = ['losses_differ', 'tables_differ', 'tables_differ', 'losses_differ'];
    const people = {SC00000001: 5};
    expect(latest).to.deep.equal({status: 'failed', failure: 'refused', warnings: kinds, people});
  });

  it('have since when the oldest mail waits: of a run since its end, or its begin, of a slot since that was', async () => {
    const mail = {id: 'a', kind: 'success', status: 'queued', attempts: 0, error: null} as const;
    const waits = (day: number, ended_at: IsoInstant | null) =>
      sampleSummary(run(day), {report: {notifications: [mail as never], started_at: at(`${day}T03:00`), ended_at}});
    const sent = sampleSummary(run(12), {report: {notifications: [{...mail, status: 'sent'} as never]}});
    const since = async (...given: Parameters<typeof figuresOf>) => (await figuresOf(...given)).mailQueuedSince;
    expect(await since([], [sent])).to.equal(null);
    expect(await since([], [sent, waits(16, at('16T03:20')), waits(17, null)])).to.equal(seconds('16T03:20'));
    expect(await since([], [waits(17, null)])).to.equal(seconds('17T03:00'));
    const slots = [recordMissed([missed(14), missed(15)]), recordLate(slotOf(18))];
    expect(await since([], [waits(17, null)], slots)).to.equal(seconds('15T03:00'));
  });
});
