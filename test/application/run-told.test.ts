import {expect} from 'chai';
import type {Progress} from '../../src/application/events/progress.ts';
import {Failure} from '../../src/application/failure.ts';
import {logRun} from '../../src/application/notify/log-run.ts';
import {pingRun} from '../../src/application/notify/ping-run.ts';
import type {Log} from '../../src/application/ports/log.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import type {BusinessDate, RunId} from '../../src/domain/ids.ts';
import type {DistributionPlan, RunEvent} from '../../src/domain/run-events.ts';
import {DATE, makeWorld, type World} from '../support/world.ts';

const RUN = `distribution-${DATE}`;

/** The lines that operators read: level, stage, text; those of debug left out. */
function linesOf(progress: readonly Progress[]) {
  const lines: {line: string; fields: Record<string, unknown>}[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    const {stage} = fields as {stage: string};
    lines.push({line: `${level} ${stage}: ${message}`, fields: {...fields}});
  };
  const log: Log = {debug: () => {}, info: at('info'), warn: at('warn'), error: at('error')};
  progress.forEach(logRun(log));
  return lines;
}

const textOf = (progress: readonly Progress[]) => linesOf(progress).map(({line}) => line);

function pingsOf(progress: readonly Progress[]) {
  const pings: [string, string | undefined][] = [];
  progress.forEach(pingRun((signal, head) => void pings.push([signal, head])));
  return pings;
}

function spssAway({deps}: World) {
  const lock = () => Promise.reject(new Failure('refused', 'the login is refused', {advice: 'ask the DBA'}));
  return {tables: {...deps.tables, spss: {...deps.tables.spss, lock}}};
}

describe('what a run says in the log', () => {
  it('is each step with its stage, run and figures, and at last the head to note', async () => {
    const world = makeWorld();
    await world.run();
    expect(textOf(world.progress)).to.deep.equal([
      'info initialization: 🚀 STARTING DAILY USER DISTRIBUTION PROCESS',
      'info distributing_users: Distribution planned',
      'info inserting_users: Rows verified',
      'info completed: ✅ Process completed successfully!',
    ]);
    const [started, planned, , completed] = linesOf(world.progress).map(({fields}) => fields);
    expect(started).to.deep.equal({run: RUN, stage: 'initialization', epoch: 1});
    expect(planned).to.have.nested.property('users.distributed', 23);
    expect(planned!.plan_digest).to.match(/^[0-9a-f]{64}$/);
    expect(completed).to.include({run: RUN, distributed: 23});
    expect(completed!.head).to.match(/^h\d+b0\./);
  });

  it('is every group that was written, for who asks for more', async () => {
    const world = makeWorld();
    await world.run();
    const told: object[] = [];
    const debug = (fields: object, message: string) => void told.push({...fields, message});
    world.progress.forEach(logRun({debug, info() {}, warn() {}, error() {}}));
    const where = {run: RUN, stage: 'inserting_users', theoryId: 'SC00000001.1', table: 'SC_local_control'};
    expect(told[0]).to.deep.equal({...where, rows: 2, inserted: 2, preexisting: 0, message: 'Group written'});
    expect(told).to.deep.include({
      ...{run: RUN, stage: 'completed', notificationId: '1-success'},
      message: 'NotificationSent',
    });
  });

  it('is why a run failed and what helps, and that it goes on from the beginning', async () => {
    const world = makeWorld();
    await world.run(spssAway(world));
    const failed = linesOf(world.progress).at(-1)!;
    expect(failed.line).to.match(/^error inserting_users: ❌ Process failed: .*the login is refused/);
    expect(failed.fields).to.include({run: RUN, kind: 'refused', advice: 'ask the DBA'});
    await world.run({}, {next: null});
    expect(textOf(world.progress)).to.include('info initialization: Resuming an unfinished run');
  });

  it('is why a run was skipped, and the warnings with it; the next one begins at its first stage', async () => {
    const world = makeWorld();
    const {theories} = world.source;
    world.source.theories = [];
    await world.run();
    world.source.theories = theories;
    await world.run({}, {next: {date: '2024-01-16' as BusinessDate, slot: null}});
    const lines = linesOf(world.progress);
    const skipped = lines.find(({line}) => line.includes('skipped'))!;
    expect(skipped.line).to.equal('info completed: ⏭️ Process skipped: no_active_campaigns');
    expect(skipped.fields).to.include.keys('users', 'head');
    expect(lines[2]!.line).to.equal('info initialization: 🚀 STARTING DAILY USER DISTRIBUTION PROCESS');
  });

  it('is each warning in words: of a plan, of a skipped run, of the end check', () => {
    const warning = {kind: 'malformed_ids', rows: 3, short: 0} as const;
    const users = {found: 3, blank: 0, malformed: 3, repeated: 0, enrolled: 0, enrolled_without_row: 0, distributed: 0};
    const told = (event: RunEvent) => textOf([{type: 'events', run: RUN as RunId, events: [event]}])[0];
    const reason = 'no_count_day_5_users';
    for (const [stage, event] of [
      ['initialization', {type: 'DistributionPlanned', data: {warnings: [warning]} as unknown as DistributionPlan}],
      ['completed', {type: 'RunSkipped', data: {reason, users, warnings: [warning]}}],
      ['initialization', {type: 'RunVerified', data: {counts: [], notes: [warning]}}],
    ] as [string, RunEvent][])
      expect(told(event)).to.equal(`warn ${stage}: 3 ids look spoilt and were not dealt`);
  });

  it('is that a run was given up and why, that a mail was not sent, and what is waited for', async () => {
    const world = makeWorld();
    await world.run({...spssAway(world), notify: () => Promise.reject(new Error('the mail server is away'))});
    const {origin, owner, zone} = world.request;
    const told: Progress[] = [];
    await abandonRun(world.deps, {id: RUN as RunId, reason: 'a test', origin, owner, zone}, (it) => told.push(it));
    expect(textOf(told)).to.include('warn initialization: Run abandoned: a test');
    expect(textOf(world.progress).at(-1)).to.match(/^warn .*: Notification failed; it will be tried again$/);
    expect(linesOf(world.progress).at(-1)!.fields).to.include({error: 'the mail server is away'});
    expect(textOf([{type: 'waiting', message: 'SPSS is away'}])).to.deep.equal(['warn initialization: SPSS is away']);
  });
});

describe('the signals for a monitor', () => {
  it('are one at the beginning and one at the end of each attempt, the end of a good one with the head', async () => {
    const world = makeWorld();
    await world.run(spssAway(world));
    await world.run({}, {next: null});
    world.source.theories = [];
    await world.run({}, {next: {date: '2024-01-16' as BusinessDate, slot: null}});
    const pings = pingsOf(world.progress);
    expect(pings.map(([signal]) => signal)).to.deep.equal(['start', 'fail', 'start', 'success', 'start', 'success']);
    expect(pings.map(([, head]) => head !== undefined)).to.deep.equal([false, false, false, true, false, true]);
  });
});
