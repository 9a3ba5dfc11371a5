import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {openEvent, openSchedulerEvent} from '../../src/application/events/upcast.ts';
import type {StoredEvent} from '../../src/application/ports/event-store.ts';
import {saveRoster} from '../../src/application/run/roster.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import type {RunId} from '../../src/domain/ids.ts';
import {foldRun, type Run} from '../../src/domain/run.ts';
import {reportRun} from '../../src/domain/run-report.ts';
import {evolveScheduler, NEW_SCHEDULER} from '../../src/domain/scheduler.ts';
import type {Table} from '../../src/domain/tables.ts';
import type {GroupRow} from '../support/memory/group-tables.ts';
import {makeWorld} from '../support/world.ts';

/** What version 0.1.0 left behind: its log, the roster of its first run, and the rows of the tables. */
type Left = {
  readonly streams: {readonly scheduler: StoredEvent[]; readonly [run: RunId]: StoredEvent[]};
  readonly roster: Readonly<Record<string, readonly string[]>>;
  readonly rows: readonly (readonly [table: string, theoryId: string, iin: string, insertDatetime: string])[];
};

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as unknown;
const {streams, roster, rows} = golden('history.v1.json') as Left;
const read = golden('history.v1.read.json') as Readonly<Record<'reports' | 'unreported', unknown>> & {
  readonly scheduler: typeof NEW_SCHEDULER;
};
const {scheduler, ...runs} = streams;
const runIds = Object.keys(runs) as RunId[];

/** What decides about a run and stands in no report. */
function unreported(run: Run) {
  if (run.status === 'new') return null;
  const {slot, countDay, epoch, forced} = run;
  return {slot, countDay, epoch, forced, rosterKeyDestroyed: run.plan !== null && run.rosterKeyDestroyed};
}

describe('a history that 0.1.0 wrote', () => {
  it('holds every type of event that it knew', () => {
    const types = (stored: readonly StoredEvent[]) => new Set(stored.map(({type}) => type)).size;
    expect([types(Object.values(runs).flat()), types(scheduler)]).to.deep.equal([13, 5]);
  });

  it('is read as ever, to the last field of each report', () => {
    const folded = runIds.map((id) => ({id, run: foldRun(runs[id]!.map((event) => openEvent(event)))}));
    expect(folded.map(({id, run}) => reportRun(id, run, runs[id]!))).to.deep.equal(read.reports);
    expect(folded.map(({run}) => unreported(run))).to.deep.equal(read.unreported);
    const today = {schedules: [], released: [], owedFrom: read.scheduler.switches[0]!.from};
    const state = scheduler.map(openSchedulerEvent).reduce(evolveScheduler, NEW_SCHEDULER);
    expect(state).to.deep.equal({...read.scheduler, ...today});
  });

  it('can still be proved, each link of its chains and each row', async () => {
    const {deps, tables} = makeWorld();
    for (const [stream, stored] of Object.entries(streams)) await deps.events.append(stream, 0, stored);
    for (const [table, ...row] of rows) {
      const [theoryId, iin, insertDatetime] = row;
      tables.get(table as Table)!.push({theoryId, iin, insertDatetime} as GroupRow);
    }
    const groups = Object.entries(roster).map(([theoryId, members]) => ({theoryId, members, tabs: []}) as never);
    await saveRoster(deps, 'distribution-2024-01-15/1', groups);
    const {ok, checks} = await verifyRun(deps, 'distribution-2024-01-15');
    expect(ok, JSON.stringify(checks)).to.equal(true);
    const [chain, head] = await verifyChain(deps);
    expect(chain).to.deep.include({
      ok: true,
      detail:
        '48 events of 4 runs follow from each other, 11 of the stream scheduler, ' +
        '54 links are from before they had a key: those show accidents only',
    });
    expect((await verifyChain(deps, head!.detail)).every(({ok}) => ok)).to.equal(true);
  });
});
