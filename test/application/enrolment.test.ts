import {expect} from 'chai';
import {enrolmentCipher} from '../../src/adapters/crypto/enrolment-cipher.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import type {BusinessDate, TheoryId, WallTime} from '../../src/domain/ids.ts';
import {TABLES, type Table} from '../../src/domain/tables.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const C1 = 'SC00000001';

/** Removes the first rows of a group from a table; answers the people, as numbers in the source. */
function removeRows(world: World, table: Table, theoryId: string, rows: number): (string | null)[] {
  const all = world.tables.get(table)!;
  const removed = all.filter((row) => row.theoryId === theoryId).slice(0, rows);
  world.tables.set(
    table,
    all.filter((row) => !removed.includes(row)),
  );
  return removed.map(({iin}) => iin);
}

function place(world: World, table: Table, iin: string, theoryId: string, insertDatetime: string | null): void {
  const dates = {dateStart: '2024-01-01 00:00:00' as WallTime, dateEnd: '2024-12-31 00:00:00' as WallTime};
  const tabs = ['a', null, null, null, null] as const;
  world.tables
    .get(table)!
    .push({iin, theoryId: theoryId as TheoryId, ...dates, insertDatetime: insertDatetime as WallTime, tabs});
}

/** The next morning, with these people in the source; answers the report. */
async function nextDay(world: World, users = world.source.users, change: Partial<RunDeps> = {}, days = 1) {
  world.clock.advance(days * DAY_MS);
  world.source.users = users;
  const date = new Date(world.clock.now()).toISOString().slice(0, 10) as BusinessDate;
  return (await world.run(change, {next: {date, slot: null}}))[0]!;
}

/** Counts what is read of the tables, by method. */
function watched(world: World): {tables: RunDeps['tables']; reads: Record<string, number>} {
  const reads: Record<string, number> = {members: 0, rows: 0, earliestTabs: 0, older: 0};
  const watch = (tables: GroupTables): GroupTables => ({
    ...tables,
    async *members(table, ids, since) {
      reads.members!++;
      for await (const rows of tables.members(table, ids, since)) {
        reads.rows! += rows.length;
        if (since === undefined) reads.older! += rows.length;
        yield rows;
      }
    },
    earliestTabs: (...args) => {
      reads.earliestTabs!++;
      return tables.earliestTabs(...args);
    },
  });
  const {dssb_app, spss} = world.deps.tables;
  return {tables: {dssb_app: watch(dssb_app), spss: watch(spss)}, reads};
}

describe('who is enrolled', () => {
  it('stays so when rows vanish: of control, of a target in DSSB, of a target in both', async () => {
    const world = makeWorld({users: 40, campaigns: 2});
    await world.run();
    removeRows(world, 'SC_local_control', `${C1}.1`, 2);
    removeRows(world, 'SC_local_target', `${C1}.3`, 2);
    const both = removeRows(world, 'SC_local_target', `${C1}.4`, 3);
    world.tables.set(
      'SC_theory_users',
      world.tables.get('SC_theory_users')!.filter(({iin}) => !both.includes(iin)),
    );
    const before = world.rows();
    for (const report of [await nextDay(world), await nextDay(world)]) {
      expect(report).to.include({status: 'skipped', reason: 'all_users_enrolled'});
      expect(report.users).to.include({found: 40, enrolled: 40, enrolled_without_row: 5, distributed: 0});
      const [gone, ...differing] = report.warnings;
      expect(gone).to.deep.equal({kind: 'enrolled_without_row', people: 5});
      expect(differing.map(({kind}) => kind)).to.deep.equal(Array(4).fill('tables_differ'));
    }
    expect(world.rows()).to.deep.equal(before);
    const mixed = await nextDay(world, [...world.source.users, ...syntheticUsers(10, 500)]);
    expect(mixed.users).to.include({enrolled: 40, enrolled_without_row: 5, distributed: 10});
  });

  it('stays so after the rosters are gone', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const people = world.source.users;
    await world.run();
    for (let day = 0; day < 9; day++) await nextDay(world, syntheticUsers(5, 1_000 + 10 * day));
    for (const table of TABLES) world.tables.set(table, []);
    expect((await nextDay(world, people)).users).to.include({enrolled: 20, enrolled_without_row: 20, distributed: 0});
  });

  for (const [what, table, date] of [
    ['dated today', 'SC_local_target', '2024-01-16 08:00:00'],
    ['dated at midnight of the day of the last run', 'SC_local_control', '2024-01-15 00:00:00'],
    ['dated back', 'SC_local_target', '2020-01-01 00:00:00'],
    ['without a date', 'SC_local_target', null],
    ['in SPSS alone', 'SC_theory_users', '2024-01-16 08:00:00'],
  ] as const) {
    it(`who has a row of another program, ${what}, is met at the next run, and known from then on`, async () => {
      const world = makeWorld({users: 20, campaigns: 1});
      await world.run();
      const [stranger, ...others] = syntheticUsers(12, 700);
      place(world, table, ` ${stranger!.iin} `, `${C1}.3`, date);
      const report = await nextDay(world, [stranger!, ...others]);
      expect(report.users).to.include({enrolled: 1, enrolled_without_row: 0, distributed: 11});
      world.tables.set(
        table,
        world.tables.get(table)!.filter(({iin}) => iin !== ` ${stranger!.iin} `),
      );
      expect((await nextDay(world, [stranger!])).users).to.include({enrolled: 1, enrolled_without_row: 1});
    });
  }

  it('is known without reading rows, day by day, as long as nobody else writes', async () => {
    const world = makeWorld({users: 60, campaigns: 2});
    await world.run();
    for (let day = 1; day <= 5; day++) {
      const {tables, reads} = watched(world);
      const report = await nextDay(world, syntheticUsers(50, 100 * day), {tables});
      expect(report).to.include({status: 'completed'});
      expect(reads).to.deep.equal({members: 0, rows: 0, earliestTabs: 0, older: 0});
    }
  });

  it("costs the others' new rows, not the group's old ones", async () => {
    const world = makeWorld({users: 60, campaigns: 2});
    await world.run();
    await nextDay(world, syntheticUsers(50, 100));
    place(world, 'SC_local_target', '999900000900', `${C1}.2`, '2024-01-17 08:00:00');
    const {tables, reads} = watched(world);
    await nextDay(world, syntheticUsers(50, 200), {tables});
    // That group's rows since the day of the last look: its own of yesterday and the new one.
    expect(reads).to.include({members: 1, rows: 6, older: 0});
  });

  it('is who was written, once a run is abandoned, even when the rows vanish', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const people = world.source.users;
    const {dssb_app, spss} = world.deps.tables;
    const lock: GroupTables['lock'] = (table, work) => {
      if (table === 'SC_local_target') throw new Error('no more');
      return dssb_app.lock(table, work);
    };
    await world.run({tables: {dssb_app: {...dssb_app, lock}, spss}});
    await abandonRun(
      world.deps,
      {...world.request, id: 'distribution-2024-01-15', reason: 'test', owner: 'me'},
      () => {},
    );
    expect(world.tables.get('SC_local_control')).to.have.length(4);
    world.tables.set('SC_local_control', []);
    const report = await nextDay(world, people);
    expect(report.users).to.include({enrolled: 4, enrolled_without_row: 4, distributed: 16});
  });

  it('is nobody of an attempt that died before its plan', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    const people = world.source.users;
    const gone = async () => {
      throw new Error('gone');
    };
    let saved = false;
    const register = {
      ...world.deps.register,
      add: async (...[parts]: Parameters<typeof world.deps.register.add>) => {
        await world.deps.register.add(parts);
        saved = true;
      },
    };
    const {dssb_app, spss} = world.deps.tables;
    const count: typeof dssb_app.count = (...asked) => (saved ? gone() : dssb_app.count(...asked));
    const dying = {...dssb_app, count};
    expect((await world.run({register, tables: {dssb_app: dying, spss}}))[0]).to.include({status: 'failed'});
    expect((await nextDay(world, people)).users).to.include({enrolled: 0, distributed: 20});
    expect((await nextDay(world, people)).users).to.include({enrolled: 20, distributed: 0});
  });

  it('is read from the tables again when the register has lost a part, or was made under another key', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    await world.run();
    await nextDay(world, syntheticUsers(20, 100));
    const [shelf] = await world.deps.register.shelves();
    await world.deps.register.remove(shelf!, ['distribution-2024-01-15/1']);
    const all = syntheticUsers(120);
    const {tables, reads} = watched(world);
    const again = await nextDay(world, all, {tables});
    expect(again.users).to.include({enrolled: 40, enrolled_without_row: 0, distributed: 80});
    expect(reads.older).to.be.greaterThan(0);
    const other = await nextDay(world, all, {enrolmentCipher: enrolmentCipher('c4'.repeat(32))});
    expect(other.users).to.include({enrolled: 120, distributed: 0});
  });

  it('is forgotten a week after the campaign has ended, where nobody asks whom it had', async () => {
    const world = makeWorld({users: 20, campaigns: 2});
    await world.run();
    world.source.theories = world.source.theories.slice(0, 1);
    await nextDay(world, syntheticUsers(5, 100));
    expect(await world.deps.register.shelves()).to.have.length(2);
    await nextDay(world, syntheticUsers(5, 200), {carryOverDays: 0}, 7);
    expect(await world.deps.register.shelves()).to.have.length(1);
  });
});
