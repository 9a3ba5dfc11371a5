import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import type {TheoryId, WallTime} from '../../src/domain/ids.ts';
import {makeWorld, syntheticUsers, type World} from '../support/world.ts';

const types = async (world: World) =>
  (await readHistory(world.deps.events)).flatMap(({events}) => events.map(({type}) => type));
const peopleIn = (world: World, table: 'SC_local_control' | 'SC_local_target' | 'SC_theory_users') =>
  world.tables.get(table)!.map(({iin}) => iin!);

function place(
  world: World,
  table: 'SC_local_control' | 'SC_local_target' | 'SC_theory_users',
  iin: string,
  theoryId: string,
) {
  world.tables.get(table)!.push({
    iin,
    theoryId: theoryId as TheoryId,
    dateStart: '2023-01-01 00:00:00' as WallTime,
    dateEnd: '2024-12-31 00:00:00' as WallTime,
    insertDatetime: '2024-01-10 09:00:00' as WallTime,
    tabs: ['old', null, 'Count: 3', 'x', 'y'],
  });
}

describe('a run', () => {
  it('writes everybody once, control and target apart, SPSS like target, and tells people', async () => {
    const world = makeWorld({users: 23, campaigns: 2});
    const [report] = await world.run();
    expect(report).to.include({
      run_id: 'distribution-2024-01-15',
      status: 'completed',
      stage: 'completed',
      error: null,
    });
    expect(report!.users).to.deep.equal({
      found: 23,
      blank: 0,
      malformed: 0,
      repeated: 0,
      enrolled: 0,
      enrolled_without_row: 0,
      distributed: 23,
    });
    const [control, target, spss] = (['SC_local_control', 'SC_local_target', 'SC_theory_users'] as const).map((table) =>
      peopleIn(world, table),
    );
    expect([control!.length, target!.length, new Set([...control!, ...target!]).size]).to.deep.equal([4, 19, 23]);
    expect(spss!.sort()).to.deep.equal(target!.sort());
    const told = world.deps.notify as unknown as {told: {kind: string}[]};
    expect(told.told.map(({kind}) => kind)).to.deep.equal(['success']);
    expect(await types(world)).to.deep.equal([
      'RunStarted', 'DistributionPlanned',
      ...Array(18).fill('GroupWritten'),
      'RunVerified', 'RunCompleted', 'NotificationQueued', 'NotificationSent',
    ]); // biome-ignore format: a history
  });

  it('of the same people again is skipped and writes nothing', async () => {
    const world = makeWorld();
    await world.run();
    const before = world.rows();
    const [again] = await world.run();
    expect(again).to.include({run_id: 'distribution-2024-01-15.2', status: 'skipped', reason: 'all_users_enrolled'});
    expect(again!.users).to.include({found: 23, enrolled: 23, distributed: 0});
    expect(world.rows()).to.deep.equal(before);
  });

  it('is skipped without campaigns and without users', async () => {
    expect((await makeWorld({campaigns: 0}).run())[0]).to.include({status: 'skipped', reason: 'no_active_campaigns'});
    const blank = makeWorld();
    blank.source.users = [
      {iin: ' ', countDay: 5},
      {iin: null, countDay: 5},
      {iin: '1', countDay: 6},
    ];
    const [report] = await blank.run();
    expect(report).to.include({status: 'skipped', reason: 'no_count_day_5_users'});
    expect(report!.users).to.include({found: 2, blank: 2});
  });

  it('serves fewer users than campaigns and groups', async () => {
    const world = makeWorld({users: 3, campaigns: 5});
    const [report] = await world.run();
    expect(report!.campaigns.map(({total_users}) => total_users)).to.deep.equal([0, 0, 1, 1, 1]);
    expect(world.tables.get('SC_local_target')!.map(({theoryId}) => theoryId)).to.have.members([
      'SC00000003.5',
      'SC00000004.5',
      'SC00000005.5',
    ]);
  });

  it('passes over those enrolled in an active campaign, and takes those of a past one', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const [a, b, c, d] = world.source.users.map(({iin}) => iin!);
    place(world, 'SC_local_control', a!, 'SC00000001.1');
    place(world, 'SC_local_target', ` ${b!} `, 'SC00000001.3');
    place(world, 'SC_local_target', c!, 'SC00000099.3');
    place(world, 'SC_theory_users', d!, 'SC00000001.3');
    const [report] = await world.run();
    expect(report!.users).to.include({enrolled: 3, distributed: 17});
    expect(report!.status).to.equal('completed');
  });

  it('copies the TAB values of a group that has rows, but none that it made itself', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    place(world, 'SC_local_target', 'somebody', 'SC00000001.2');
    await world.run();
    const tabs = (table: 'SC_local_target' | 'SC_theory_users', id: string) =>
      world.tables.get(table)!.find(({theoryId, iin}) => theoryId === id && iin !== 'somebody')!.tabs;
    expect(tabs('SC_local_target', 'SC00000001.2')).to.deep.equal(['old', null, 'Count: 4', 'x', 'y']);
    expect(tabs('SC_theory_users', 'SC00000001.2')).to.deep.equal(['old', null, 'Count: 4', 'x', 'y']);
    expect(tabs('SC_local_target', 'SC00000001.3')).to.deep.equal([
      'Daily Distribution Group C', 'Generated on 2024-01-15', 'Count: 4', 'Campaign: Campaign 1', 'Group Type: Target',
    ]); // biome-ignore format: five values
  });

  it('notes differences from before it, and completes', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    place(world, 'SC_local_target', 'somebody', 'SC00000001.2');
    const [report] = await world.run();
    expect(report!.status).to.equal('completed');
    expect(report!.warnings).to.deep.include({kind: 'earlier_difference', theoryId: 'SC00000001.2', dssb: 1, spss: 0});
  });

  it('is not disturbed by rows of an earlier run in the same second', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    await world.run();
    world.clock.advance(-60_000);
    world.source.users = syntheticUsers(25, 100);
    expect((await world.run())[0]).to.include({run_id: 'distribution-2024-01-15.2', status: 'completed'});
  });

  it('writes the three tables at once, each one transaction at a time, and SPSS never has whom DSSB lacks', async () => {
    const world = makeWorld({users: 60, campaigns: 4});
    const {dssb_app, spss} = world.deps.tables;
    const ofDssb = () => world.tables.get('SC_local_target')!.map(({theoryId, iin}) => `${theoryId} ${iin}`);
    const atWork: string[] = [];
    const together: string[][] = [];
    const counted: (lock: GroupTables['lock']) => GroupTables['lock'] = (lock) => async (table, work) => {
      atWork.push(table);
      together.push([...atWork]);
      // As long as any real database takes.
      await new Promise(setImmediate);
      return lock(table, work).finally(() => atWork.splice(atWork.indexOf(table), 1));
    };
    const lock: GroupTables['lock'] = async (table, work) => {
      const answer = await spss.lock(table, work);
      const known = new Set(ofDssb());
      const lacking = world.tables.get(table)!.filter(({theoryId, iin}) => !known.has(`${theoryId} ${iin}`));
      expect(lacking.length, 'in SPSS, but not in DSSB').to.equal(0);
      return answer;
    };
    const [report] = await world.run({
      tables: {
        dssb_app: {...dssb_app, lock: counted(dssb_app.lock)},
        spss: {...spss, lock: counted(lock)},
      },
    });
    expect(report!.status).to.equal('completed');
    expect(Math.max(...together.map(({length}) => length))).to.equal(3);
    for (const tables of together) expect(new Set(tables).size).to.equal(tables.length);
  });

  it('writes first what is first, and nothing else until it stands, though the first campaign has no control', async () => {
    const world = makeWorld({users: 9, campaigns: 2});
    const {dssb_app} = world.deps.tables;
    const begun: string[] = [];
    const lock: GroupTables['lock'] = async (table) => {
      begun.push(table);
      for (let i = 0; i < 5; i++) await new Promise(setImmediate);
      throw new Failure('breach', 'somebody was dealt elsewhere');
    };
    const [report] = await world.run({tables: {...world.deps.tables, dssb_app: {...dssb_app, lock}}});
    expect(report!.status).to.equal('failed');
    expect(begun).to.deep.equal(['SC_local_target']);
  });

  it('fails only when nothing of it is at work any more', async () => {
    const world = makeWorld({users: 60, campaigns: 3});
    const {dssb_app, spss} = world.deps.tables;
    let [inSpss, targets] = [0, 0];
    const slow: GroupTables['lock'] = async (table, work) => {
      inSpss++;
      for (let i = 0; i < 50; i++) await new Promise(setImmediate);
      return spss.lock(table, work).finally(() => inSpss--);
    };
    const lock: GroupTables['lock'] = async (table, work) => {
      if (table === 'SC_local_target' && ++targets === 2) throw new Failure('refused', 'no room');
      return dssb_app.lock(table, work);
    };
    const [report] = await world.run({tables: {dssb_app: {...dssb_app, lock}, spss: {...spss, lock: slow}}});
    expect(report!.status).to.equal('failed');
    expect([inSpss, targets]).to.deep.equal([0, 2]);
    expect(world.tables.get('SC_theory_users')).not.to.have.length(0);
  });

  it('counts DSSB for the end check once it has its rows, and not again while SPSS is away', async () => {
    const world = makeWorld({users: 60, campaigns: 2});
    const {dssb_app, spss} = world.deps.tables;
    let [counts, tries] = [0, 0];
    const count: GroupTables['count'] = async (...given) => {
      counts++;
      return dssb_app.count(...given);
    };
    const lock: GroupTables['lock'] = async (table, work) => {
      if (++tries <= 4) throw new Failure('unreachable', 'away', {retryable: true});
      return spss.lock(table, work);
    };
    const clock = {...world.clock, sleep: () => new Promise<void>((resolve) => setImmediate(resolve))};
    const [report] = await world.run({clock, tables: {dssb_app: {...dssb_app, count}, spss: {...spss, lock}}});
    expect(report!.status).to.equal('completed');
    expect(counts, 'the baseline, the end check, and that of the try that ends').to.equal(2 * 3);
  });

  it('writes all of DSSB although SPSS is away, and no campaign to SPSS that DSSB lacks', async () => {
    const world = makeWorld({users: 60, campaigns: 3});
    const {dssb_app, spss} = world.deps.tables;
    const away = new Failure('unreachable', 'away');
    const never: GroupTables['lock'] = async () => Promise.reject(away);
    const [partial] = await world.run({tables: {dssb_app, spss: {...spss, lock: never}}});
    expect(partial!.status).to.equal('partial');
    expect(world.tables.get('SC_local_control')!.length + world.tables.get('SC_local_target')!.length).to.equal(60);
    const other = makeWorld({users: 60, campaigns: 3});
    let locks = 0;
    const third: GroupTables['lock'] = async (table, work) => {
      if (table === 'SC_local_target' && ++locks > 1) throw away;
      return other.deps.tables.dssb_app.lock(table, work);
    };
    const tables = {...other.deps.tables, dssb_app: {...other.deps.tables.dssb_app, lock: third}};
    expect((await other.run({tables}))[0]!.status).to.equal('failed');
    const campaigns = new Set(other.tables.get('SC_theory_users')!.map(({theoryId}) => theoryId.slice(0, -2)));
    expect([...campaigns]).to.deep.equal(['SC00000001']);
  });

  it('fails on rows that are not its own, with a critical mail, and stays owed', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const lock: GroupTables['lock'] = async (table, work) => {
      place(world, 'SC_theory_users', 'stranger', 'SC00000001.1');
      Object.assign(world.tables.get('SC_theory_users')!.at(-1)!, {insertDatetime: '2024-01-15 23:00:00'});
      return world.deps.tables.spss.lock(table, work);
    };
    const [report] = await world.run({tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock}}});
    expect(report!.status).to.equal('failed');
    expect(report!.error).to.include({kind: 'breach', stage: 'inserting_users'});
    expect(report!.error!.message).to.contain('SC_theory_users SC00000001.1: planned 0, found 1');
    expect(report!.notifications.map(({kind}) => kind)).to.deep.equal(['critical']);
    const all = world.tables.get('SC_theory_users')!;
    all.splice(
      all.findIndex(({iin}) => iin === 'stranger'),
      1,
    );
    expect((await world.run())[0]).to.include({run_id: 'distribution-2024-01-15', status: 'completed'});
  });

  it('stops for a person before too many users, unless forced with a reason', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const [stopped] = await world.run({}, {limits: {maxUsers: 19}});
    expect(stopped).to.include({status: 'failed', stage: 'distributing_users'});
    expect(stopped!.error).to.include({kind: 'safety_stop', message: '20 users are more than MAX_USERS=19'});
    expect(world.rows()).to.deep.equal([]);
    const [forced] = await world.run({}, {limits: {maxUsers: 19}, forced: 'checked with the bank'});
    expect(forced).to.include({run_id: 'distribution-2024-01-15.2', status: 'completed'});
  });

  it('deals no spoilt id: it says how many there are, and stops for a person before many', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const add = (ids: readonly string[]) => world.source.users.push(...ids.map((iin) => ({iin, countDay: 5})));
    add(['9.909E+11', '9.909E+11', '990']);
    const [report] = await world.run();
    expect(report).to.include({status: 'completed'});
    expect(report!.users).to.include({found: 23, malformed: 3, repeated: 0, distributed: 20});
    expect(report!.warnings).to.deep.equal([{kind: 'malformed_ids', rows: 3, short: 1}]);

    add(Array.from({length: 8}, (_, i) => `99099000000${i}.0`));
    const [stopped] = await world.run();
    expect(stopped!.error).to.include({kind: 'safety_stop'});
    expect(stopped!.error!.message).to.include('11 of 31 ids look spoilt');
  });

  it('knows by the plan before how long ids are, when all of a load have lost their zeros', async () => {
    const world = makeWorld({users: 0, campaigns: 1});
    const load = (ids: readonly string[]) =>
      world.source.users.splice(0, 99, ...ids.map((iin) => ({iin, countDay: 5})));
    load(['009909000001', '009909000002']);
    expect((await world.run())[0]!.users).to.include({distributed: 2});
    load(['9909000001', '9909000002']);
    const [stopped] = await world.run();
    expect(stopped!.error).to.include({kind: 'safety_stop'});
    const [forced] = await world.run({}, {forced: 'checked'});
    expect(forced).to.include({status: 'skipped', reason: 'no_count_day_5_users'});
    expect(forced!.users).to.include({malformed: 2, distributed: 0});
    expect((await world.run({iinFormat: 'any'}))[0]!.users).to.include({malformed: 0, distributed: 2});
  });
});
