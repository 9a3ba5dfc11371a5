import {expect} from 'chai';
import fc from 'fast-check';
import {type BusinessDate, type IsoInstant, runId} from '../../src/domain/ids.ts';
import {evolve, foldRun, NEW_RUN} from '../../src/domain/run.ts';
import type {RunEvent} from '../../src/domain/run-events.ts';
import type {Warning} from '../../src/domain/warnings.ts';
import {runEvent, runEvents} from '../support/arbitraries.ts';
import {samplePlan, sampleStart} from '../support/sample-run.ts';

const started: RunEvent = {type: 'RunStarted', data: sampleStart};
const anyHistory = runEvents.map((events) => [started, ...events]);

describe('evolve', () => {
  it('never throws, and never changes the state or the event it was given', () => {
    fc.assert(
      fc.property(anyHistory, runEvent, (events, event) => {
        const run = foldRun(events);
        const before = structuredClone([run, event]);
        evolve(run, event);
        expect([run, event]).to.deep.equal(before);
      }),
    );
  });

  it('is new until it is started, and is started once', () => {
    fc.assert(
      fc.property(runEvent, runEvents, (first, others) => {
        const run = evolve(NEW_RUN, first);
        expect(run.status).to.equal(first.type === 'RunStarted' ? 'running' : 'new');
        const later = foldRun([started, ...others]);
        expect(evolve(later, {type: 'RunStarted', data: {...sampleStart, epoch: 99}})).to.equal(later);
      }),
    );
  });

  it('lets an event of a later version pass', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const run = foldRun(events);
        expect(evolve(run, {type: 'SomethingNew', data: {}} as unknown as RunEvent)).to.equal(run);
      }),
    );
  });

  it('comes to no impossible state: what is completed, partial or abandoned has a plan, what is skipped has none', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const run = foldRun(events);
        if (run.status === 'new') expect.fail('it was started');
        if (['completed', 'partial', 'abandoned'].includes(run.status)) expect(run.plan).to.be.an('object');
        if (run.status === 'skipped') expect(run.plan).to.equal(null);
        expect('written' in run).to.equal(run.plan !== null);
      }),
    );
  });

  it('folds the same from what was stored as from what was appended: data is plain JSON', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const stored = JSON.parse(JSON.stringify(events)) as RunEvent[];
        expect(stored).to.deep.equal(events);
        expect(foldRun(stored)).to.deep.equal(foldRun(events));
      }),
    );
  });
});

describe('a folded run', () => {
  it('begins with what its start says', () => {
    const earlier = [{runId: runId('2024-01-15' as BusinessDate, 1), status: 'failed', reason: 'expired'}] as const;
    const more = {forced: 'checked', reason: 'asked to', epoch: 4, countDay: '6-30', earlier};
    const data = {...sampleStart, slot: '2024-01-15T03:00:00.000Z' as IsoInstant, ...more};
    expect(foldRun([{type: 'RunStarted', data}])).to.deep.equal({
      status: 'running',
      businessDate: '2024-01-15',
      slot: '2024-01-15T03:00:00.000Z',
      countDay: '6-30',
      epoch: 4,
      forced: 'checked',
      why: 'asked to',
      earlier,
      stage: 'initialization',
      plan: null,
      failure: null,
      warnings: [],
      notifications: [],
    });
  });

  it('gathers the warnings of the plan and the notes of the end check', () => {
    const [one, two] = [1, 2].map((rows): Warning => ({kind: 'malformed_ids', rows, short: 0})) as [Warning, Warning];
    const run = foldRun([
      started,
      {type: 'DistributionPlanned', data: samplePlan(7, 1, {warnings: [one]})},
      {type: 'RunVerified', data: {counts: [], notes: [two]}},
    ]);
    expect(run).to.include({stage: 'inserting_users'}).and.to.have.deep.property('verified', []);
    expect(run).to.have.deep.property('warnings', [one, two]);
  });

  it('knows that its roster key is destroyed', () => {
    const data = {rosterId: 'distribution-2024-01-15/1'};
    const planned: RunEvent = {type: 'DistributionPlanned', data: samplePlan()};
    expect(foldRun([started, planned, {type: 'RosterKeyDestroyed', data}])).to.include({rosterKeyDestroyed: true});
  });
});
