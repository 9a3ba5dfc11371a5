import {expect} from 'chai';
import {logTail} from '../../src/application/events/log-tail.ts';
import {pageRuns} from '../../src/application/events/page-runs.ts';
import {findRun, hasEnded, listOwed, runEvents, showRun} from '../../src/application/events/query-runs.ts';
import {rebuildRuns} from '../../src/application/events/rebuild-runs.ts';
import {readFigures} from '../../src/application/events/run-figures.ts';
import {sumRuns} from '../../src/application/events/run-totals.ts';
import {openScheduler} from '../../src/application/events/scheduler-stream.ts';
import {Failure} from '../../src/application/failure.ts';
import {runId} from '../../src/domain/ids.ts';
import type {DistributionPlan} from '../../src/domain/run-events.ts';
import {install} from '../../src/domain/scheduler.ts';
import {NO_USERS} from '../../src/domain/user-intake.ts';
import {memoryRunSummaries, noSummaries} from '../support/memory/run-summaries.ts';
import {sampleSummary} from '../support/sample-summary.ts';
import {DATE, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;
const origin = {actor: 'test', correlationId: 'test'};

/** Two completed runs of 23 and 40 people, and one of 40 that owes SPSS. */
async function threeRuns(): Promise<World> {
  const world = makeWorld();
  const next = {date: DATE, slot: null};
  await world.run();
  world.source.users = syntheticUsers(40, 500);
  await world.run({}, {next});
  world.source.users = syntheticUsers(40, 900);
  const lock = () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'}));
  await world.run({tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}}, {next});
  return world;
}

describe('runs that are asked for', () => {
  it('are given newest first, a page at a time, and each page says where the next begins', async () => {
    const {deps} = await threeRuns();
    const first = await pageRuns(deps, {limit: 2, before: null, detail: false});
    expect(first.runs.map(({run_id}) => run_id)).to.deep.equal([`${RUN}.3`, `${RUN}.2`]);
    expect(first.next).to.equal(`${RUN}.2`);
    const last = await pageRuns(deps, {limit: 2, before: first.next, detail: false});
    expect([last.runs.map(({run_id}) => run_id), last.next]).to.deep.equal([[RUN], null]);
    expect((await pageRuns(deps, {limit: 3, before: null, detail: false})).next, 'a last page that is full').to.equal(
      null,
    );
  });

  it('have their campaigns and counts where the detail is asked for, and only there', async () => {
    const {deps} = await threeRuns();
    for (const detail of [true, false]) {
      const {runs} = await pageRuns(deps, {limit: 1, before: null, detail});
      expect('campaigns' in runs[0]!).to.equal(detail);
    }
  });

  it('are the one of an id, or the latest; one that is not there is refused, with where to look', async () => {
    const {deps} = await threeRuns();
    expect((await showRun(deps, null))?.run_id).to.equal(`${RUN}.3`);
    expect((await showRun(deps, RUN))?.run_id).to.equal(RUN);
    expect(await showRun(makeWorld().deps, null)).to.equal(null);
    for (const refused of [showRun(deps, `${RUN}.9`), runEvents(deps.events, `${RUN}.9`, {showSeed: true})]) {
      const failure = await refused.catch((error) => error);
      expect(failure).to.include({
        kind: 'usage',
        message: `there is no run ${RUN}.9`,
        advice: 'softcollection runs list',
      });
    }
    for (const id of [`${RUN}.9`, 'audit', 'scheduler']) expect(await findRun(deps.events, id)).to.equal(null);
  });

  it('are owed until all is written', async () => {
    const world = await threeRuns();
    expect((await listOwed(world.deps)).map(({run_id}) => run_id)).to.deep.equal([`${RUN}.3`]);
    await world.run({}, {next: null});
    expect(await listOwed(world.deps)).to.deep.equal([]);
  });

  it('show seed and counts of strata to admins only', async () => {
    const {deps} = await threeRuns();
    const planOf = async (showSeed: boolean) =>
      (await runEvents(deps.events, RUN, {showSeed})).find(({type}) => type === 'DistributionPlanned')!
        .data as DistributionPlan;
    const [shown, hidden] = [await planOf(true), await planOf(false)];
    expect(shown.seed).to.match(/^[0-9a-f]{64}$/);
    expect(shown.allocation?.campaigns).to.have.keys('SC00000001', 'SC00000002');
    const secret = '[admins only]';
    const allocation = {...shown.allocation, campaigns: secret};
    const carryOver = {...shown.carryOver, groups: secret};
    expect(hidden).to.deep.equal({...shown, seed: secret, allocation, carryOver});
    const without = (events: readonly {type: string}[]) => events.filter(({type}) => type !== 'DistributionPlanned');
    expect(without(await runEvents(deps.events, RUN, {showSeed: false}))).to.deep.equal(
      without(await runEvents(deps.events, RUN, {showSeed: true})),
    );
  });

  it('have ended when an attempt has, until the next one begins', () => {
    const ended = (...types: string[]) => hasEnded(types.map((type) => ({type})));
    expect(ended()).to.equal(false);
    expect(ended('RunStarted', 'DistributionPlanned')).to.equal(false);
    expect(ended('RunStarted', 'RunFailed', 'NotificationQueued')).to.equal(true);
    expect(ended('RunStarted', 'RunFailed', 'RunResumed', 'GroupWritten')).to.equal(false);
    expect(ended('RunStarted', 'RunFailed', 'RunResumed', 'RunCompleted')).to.equal(true);
  });
});

describe('figures over all runs', () => {
  it('are those of the log: people, rows, what is owed, how long each run took, and the last good end', async () => {
    const {deps} = await threeRuns();
    const second = (await showRun(deps, `${RUN}.2`))!;
    expect(await readFigures(deps)).to.deep.include({
      lastSuccess: Date.parse(second.ended_at!) / 1_000,
      durations: [0, 0],
      users: {distributed: 103, enrolled: 0, repeated: 0, malformed: 0, blank: 0},
      rowsWritten: {SC_local_control: 20, SC_local_target: 83, SC_theory_users: 51},
      latest: {status: 'partial', failure: 'unreachable', warnings: [], people: {SC00000001: 20, SC00000002: 20}},
      slotEnded: null,
      skipsInARow: 0,
      slotMissed: null,
      mailQueuedSince: null,
      slotsMissed: 0,
      owedGroups: 8,
      differingRows: 0,
      unequalLosses: 0,
    });
  });

  it('count the rows that the latest run found missing or too many', async () => {
    const world = makeWorld();
    await world.run();
    world.tables.get('SC_local_target')!.length -= 2;
    world.tables.get('SC_theory_users')!.length -= 1;
    world.clock.advance(60_000);
    world.source.users = syntheticUsers(40, 500);
    await world.run({}, {next: {date: DATE, slot: null}});
    expect((await readFigures(world.deps)).differingRows).to.equal(3);
  });

  it('are summed a page at a time: people and rows of all runs, and how many seconds the finished ones took', async () => {
    const kept = noSummaries();
    for (let n = 1; n <= 450; n++) {
      const report = {duration_ms: 1_500, users: {...NO_USERS, distributed: 5, malformed: 2, blank: 1}};
      const summary = sampleSummary(runId(DATE, n), {isFinished: n !== 450, report});
      kept.runs.set(summary.report.run_id, summary);
    }
    const summaries = memoryRunSummaries(kept);
    const pages: number[] = [];
    const list: typeof summaries.list = (query) => {
      pages.push(query.limit);
      return summaries.list(query);
    };
    const {durations, ...totals} = await sumRuns({...summaries, list});
    expect(totals).to.deep.equal({
      runs: 450,
      lastSuccess: Date.parse('2024-01-15T04:00:00Z') / 1_000,
      users: {distributed: 2_250, enrolled: 0, repeated: 0, malformed: 900, blank: 450},
      rowsWritten: {SC_local_control: 450, SC_local_target: 1_800, SC_theory_users: 1_800},
    });
    expect([durations.length, new Set(durations)]).to.deep.equal([449, new Set([1.5])]);
    expect(pages).to.deep.equal([200, 200, 200, 200]);
  });

  it('are none before the first run', async () => {
    expect(await readFigures(makeWorld().deps)).to.deep.include({lastSuccess: null, durations: [], owedGroups: 0});
  });
});

describe('the read model', () => {
  it('is made anew from the log, and it is said of how many runs', async () => {
    const {deps} = await threeRuns();
    const before = await deps.runs.list({limit: 10});
    expect(await rebuildRuns(deps, 'test')).to.equal(3);
    expect(await deps.runs.list({limit: 10})).to.deep.equal(before);
  });

  it('is left alone while a run goes on', async () => {
    const {deps} = makeWorld();
    await deps.lease.acquire('another process', 10_000);
    const failure = await rebuildRuns(deps, 'test').catch((error) => error);
    expect(failure).to.include({kind: 'fenced', message: 'another run is active: another process'});
    expect(failure.advice).to.equal('try again once it has ended');
  });
});

describe('the tail of the log', () => {
  it('is what runs and the scheduler have said since the last look, without seeds', async () => {
    const world = makeWorld();
    const next = {date: DATE, slot: null};
    await world.run();
    const look = logTail(world.deps.events);
    expect(await look(), 'what was there before').to.deep.equal([]);
    expect(await look()).to.deep.equal([]);
    await (await openScheduler(world.deps, origin)).record(install('2024-01-15T03:00:00.000Z' as never));
    await world.deps.events.append('audit', 0, [{...(await world.deps.events.read(RUN))[0]!, stream: 'audit'}]);
    world.source.users = syntheticUsers(40, 500);
    await world.run({}, {next});
    const told = await look();
    expect([...new Set(told.map(({stream}) => stream))]).to.have.members(['scheduler', `${RUN}.2`]);
    expect(told.filter(({stream}) => stream !== 'scheduler')).to.deep.equal(
      await runEvents(world.deps.events, `${RUN}.2`, {showSeed: false}),
    );
    expect(await look(), 'once').to.deep.equal([]);
  });

  it('goes on in a stream where it left off', async () => {
    const world = makeWorld();
    const asked: number[] = [];
    const heads: typeof world.deps.events.heads = (position, upTo) => {
      asked.push(position);
      return world.deps.events.heads(position, upTo);
    };
    const look = logTail({...world.deps.events, heads});
    await look();
    await world.run({notify: () => Promise.reject(new Error('away'))});
    const before = await look();
    await world.run({}, {next: null});
    const after = await look();
    expect(after[0]!.version).to.equal(before.at(-1)!.version + 1);
    expect(after.map(({type}) => type)).to.deep.equal(['NotificationSent']);
    expect(asked).to.deep.equal([0, 0, before.length]);
  });
});
