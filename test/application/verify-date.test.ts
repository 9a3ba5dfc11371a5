import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {EventStore} from '../../src/application/ports/event-store.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import {verifyDate} from '../../src/application/verify/verify-date.ts';
import {verifyRun} from '../../src/application/verify/verify-run.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {brokenUsers, DATE, DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const NEXT = '2024-01-16' as BusinessDate;

describe('counting what stands of a date', () => {
  const mismatches = async (world: World, date = DATE) =>
    (await verifyDate(world.deps, date)).flatMap((run) => run.mismatches);

  it('is consistent after a run, and still after later runs into the same groups', async () => {
    const world = makeWorld();
    await world.run();
    world.clock.advance(DAY_MS);
    world.source.users = syntheticUsers(40, 500);
    await world.run({}, {next: {date: NEXT, slot: null}});
    for (const date of [DATE, NEXT]) {
      const [run] = await verifyDate(world.deps, date);
      expect(run).to.deep.include({status: 'completed', consistent: true, mismatches: []});
      const planned = run!.theories.reduce((sum, {planned: n}) => sum + n, 0);
      expect(planned).to.equal(date === DATE ? 23 : 40);
      for (const theory of run!.theories) {
        const {group, planned: n, SC_local_control: a, SC_local_target: b, SC_theory_users: c} = theory;
        expect([a, b, c], theory.theory_id).to.deep.equal(group === 'A' ? [n, 0, 0] : [0, n, n]);
      }
    }
  });

  it('does not need the roster', async () => {
    const world = makeWorld();
    const [report] = await world.run();
    world.clock.advance(8 * DAY_MS);
    const date = '2024-01-23' as BusinessDate;
    world.source.users = syntheticUsers(40, 500);
    await world.run({}, {next: {date, slot: null}});
    const events = await world.deps.events.read(report!.run_id);
    expect(events.map(({type}) => type)).to.include('RosterKeyDestroyed');
    expect(await mismatches(world)).to.deep.equal([]);
  });

  it('reads of the log what it needs: the run asked for once, and others only where they wrote to its groups', async () => {
    const world = makeWorld();
    const both = world.source.theories;
    for (const [n, theories] of [both, both.slice(1), both.slice(0, 1), both].entries()) {
      world.source.users = syntheticUsers(20, n * 100);
      world.source.theories = theories;
      await world.run({}, {next: {date: `2024-01-${15 + n}` as BusinessDate, slot: null}});
      world.clock.advance(DAY_MS);
    }
    const read: string[] = [];
    const events: EventStore = {
      ...world.deps.events,
      read: (stream, ...rest) => {
        read.push(stream);
        return world.deps.events.read(stream, ...rest);
      },
    };
    const streamsFor = async (date: string) => {
      read.length = 0;
      const found = await verifyDate({...world.deps, events}, date as BusinessDate);
      expect(found.flatMap(({mismatches: wrong}) => wrong)).to.deep.equal([]);
      return read.map((stream) => stream.slice(-2)).sort();
    };
    expect(await streamsFor('2024-01-18'), 'the last run').to.deep.equal(['18']);
    expect(await streamsFor('2024-01-15'), 'and all that came after it').to.deep.equal(['15', '16', '17', '18']);
    expect(await streamsFor('2024-01-16'), 'and the one into its groups').to.deep.equal(['16', '18']);
    expect(await streamsFor('2024-01-14'), 'no run').to.deep.equal([]);
  });

  it('takes what is owed for no mismatch, and finds it right when it was written on a later day', async () => {
    const world = makeWorld();
    const away = {
      ...world.deps.tables.spss,
      lock: () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'})),
    };
    await world.run({tables: {...world.deps.tables, spss: away}});
    const [owing] = await verifyDate(world.deps, DATE);
    expect(owing).to.deep.include({status: 'partial', consistent: true});
    world.clock.advance(DAY_MS);
    world.source.users = syntheticUsers(40, 500);
    await world.run({}, {next: {date: NEXT, slot: '2024-01-16T03:00:00.000Z' as never}});
    expect(await mismatches(world)).to.deep.equal([]);
    expect(await mismatches(world, NEXT)).to.deep.equal([]);
  });

  it('agrees with verify after the next run died between a commit and its event', async () => {
    const world = makeWorld();
    await world.run();
    world.clock.advance(DAY_MS);
    world.source.users = syntheticUsers(40, 500);
    const append: EventStore['append'] = async (stream, version, events) => {
      if (events.some(({type}) => type === 'GroupWritten')) throw new Error('killed');
      return world.deps.events.append(stream, version, events);
    };
    const [died] = await world.run({events: {...world.deps.events, append}}, {next: {date: NEXT, slot: null}});
    expect(died).to.include({run_id: `distribution-${NEXT}`, status: 'failed'});
    expect(world.tables.get('SC_local_control')!.length, 'rows that no event tells of').to.be.greaterThan(5);
    expect(await mismatches(world)).to.deep.equal([]);
    expect((await verifyRun(world.deps, `distribution-${DATE}`)).ok).to.equal(true);
    world.tables.get('SC_local_control')!.splice(0, 1);
    expect((await verifyRun(world.deps, `distribution-${DATE}`)).ok, 'a lost row').to.equal(false);
    await world.run({}, {next: null});
    expect(await mismatches(world), 'counted once nothing is owed').to.have.length(1);
  });

  it('raises no false alarm while a run is being written', async () => {
    for (const [date, change] of [
      [NEXT, {}],
      [DATE, {lock: () => Promise.reject(new Failure('unreachable', 'away', {database: 'spss'}))}],
    ] as const) {
      const world = makeWorld();
      await world.run({tables: {...world.deps.tables, spss: {...world.deps.tables.spss, ...change}}});
      if (date === NEXT) world.clock.advance(DAY_MS);
      world.source.users = syntheticUsers(40, 500);
      let writing: Promise<unknown> | null = null;
      const count: GroupTables['count'] = async (...asked) => {
        writing ??= world.run({}, {next: date === NEXT ? {date, slot: null} : null});
        await writing;
        return world.deps.tables.spss.count(...asked);
      };
      const {dssb_app, spss} = world.deps.tables;
      const [run] = await verifyDate(
        {...world.deps, tables: {dssb_app: {...dssb_app, count}, spss: {...spss, count}}},
        DATE,
      );
      expect(run).to.deep.include({consistent: true, mismatches: []});
    }
  });

  it('finds lost rows, doubled people, and controls in SPSS', async () => {
    const world = makeWorld();
    await world.run();
    const [control, target, spss] = (['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const).map(
      (table) => world.tables.get(table)!,
    );
    target!.push({...target!.at(-1)!});
    spss!.push({...control![0]!});
    control!.pop();
    expect((await verifyDate(world.deps, DATE))[0]).to.include({consistent: false});
    expect(
      (await mismatches(world)).map(({table, planned, found, doubled}) => ({table, off: found - planned, doubled})),
    ).to.have.deep.members([
      {table: 'SC_local_control', off: -1, doubled: 0},
      {table: 'SC_local_target', off: 1, doubled: 1},
      {table: 'SC_theory_users', off: 1, doubled: 0},
    ]);
  });

  it('finds somebody twice where another is missing, and a group whose rows are all gone', async () => {
    const world = makeWorld();
    await world.run();
    const target = world.tables.get('SC_local_target')!;
    const first = target.find((row) => target.filter(({theoryId}) => theoryId === row.theoryId).length > 1)!;
    const others = target.filter(({theoryId}) => theoryId === first.theoryId).slice(1);
    target.splice(target.indexOf(others[0]!), 1, {...first});
    const [doubled] = await mismatches(world);
    expect(doubled).to.deep.include({table: 'SC_local_target', theory_id: first.theoryId, doubled: 1});
    expect(doubled!.found).to.equal(doubled!.planned);
    world.tables.set(
      'SC_local_target',
      target.filter(({theoryId}) => theoryId !== first.theoryId),
    );
    expect((await mismatches(world))[0]).to.deep.include({theory_id: first.theoryId, found: 0, doubled: 0});
  });

  it('counts nothing of a run of the date that made no plan', async () => {
    const world = makeWorld();
    await world.run({users: brokenUsers()});
    await world.run({}, {next: {date: DATE, slot: null}});
    const verified = await verifyDate(world.deps, DATE);
    expect(verified.map(({run_id, consistent}) => [run_id, consistent])).to.deep.equal([
      [`distribution-${DATE}.2`, true],
    ]);
  });
});
