import {expect} from 'chai';
import {sqliteGroupTables} from '../../src/adapters/sqlite/group-tables.ts';
import {DSSB_SCHEMA, SPSS_SCHEMA} from '../../src/adapters/sqlite/schema.ts';
import {readFigures} from '../../src/application/events/run-figures.ts';
import {abandonRun} from '../../src/application/run/abandon-run.ts';
import type {RunDeps} from '../../src/application/run/run-request.ts';
import {verifyChain} from '../../src/application/verify/verify-chain.ts';
import {verifyDate} from '../../src/application/verify/verify-date.ts';
import type {BusinessDate, TheoryId, WallTime} from '../../src/domain/ids.ts';
import type {RunReport} from '../../src/domain/run-report.ts';
import {databaseOf, type Table} from '../../src/domain/tables.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {sqliteHarness} from '../support/sqlite-harness.ts';
import {DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const C1 = 'SC00000001';
const STREAM = `campaign-${C1}`;

/** Removes the group's first two people. */
function removeRows({tables}: World, table: Table, theoryId: string): void {
  const all = tables.get(table) ?? [];
  const removed = all.filter((row) => row.theoryId === theoryId).slice(0, 2);
  tables.set(
    table,
    all.filter((row) => !removed.includes(row)),
  );
}

type Store = {
  readonly change: Partial<RunDeps>;
  remove(table: Table, theoryId: string): void;
  close(): Promise<void>;
};

const STORES: Readonly<Record<string, (world: World) => Store>> = {
  memory: (world) => ({
    change: {},
    remove: (table, theoryId) => removeRows(world, table, theoryId),
    close: async () => {},
  }),
  SQLite: (world) => {
    const harness = {
      dssb_app: sqliteHarness('dssb_app.db', DSSB_SCHEMA),
      spss: sqliteHarness('spss.db', SPSS_SCHEMA),
    };
    const files = {dssb_app: harness.dssb_app.open(), spss: harness.spss.open()};
    const options = {sysdate: () => wallTime(world.clock.now(), 'Asia/Almaty'), batchRows: 1_000};
    const tables = {
      dssb_app: sqliteGroupTables(files.dssb_app, options),
      spss: sqliteGroupTables(files.spss, options),
    };
    const where = (table: Table) => `rowid IN (SELECT rowid FROM ${table} WHERE THEORY_ID = ? ORDER BY IIN LIMIT 2)`;
    return {
      change: {tables},
      remove: (table, theoryId) =>
        void files[databaseOf(table)].use((db) =>
          db.prepare(`DELETE FROM ${table} WHERE ${where(table)}`).run(theoryId),
        ),
      close: async () => {
        await harness.dssb_app.close();
        await harness.spss.close();
      },
    };
  },
};

/** The next morning, with new people; answers the report of its run, which comes after those that owed rows. */
async function nextDay(world: World, change: Partial<RunDeps> = {}): Promise<RunReport> {
  world.clock.advance(DAY_MS);
  const now = world.clock.now();
  world.source.users = syntheticUsers(10, 1_000 + 50 * Math.floor((now - Date.parse('2024-01-01')) / DAY_MS));
  const date = new Date(now).toISOString().slice(0, 10) as BusinessDate;
  const report = (await world.run(change, {next: {date, slot: null}})).at(-1);
  if (!report) throw new Error('no run');
  return report;
}

const differencesOf = ({warnings}: RunReport) => warnings.filter(({kind}) => kind === 'tables_differ');
const mailsOf = ({notifications}: RunReport) => notifications.map(({kind, status}) => `${kind} ${status}`);
const told = ['tables_differ sent', 'success sent'];
const differ = (table: Table, letter: number, expected: number, found: number) => ({
  ...{kind: 'tables_differ', table, theoryId: `${C1}.${letter}`, expected, found},
});

describe('rows over the life of a campaign', () => {
  it('that are as planned are told of to nobody', async () => {
    const world = makeWorld({users: 40});
    await world.run();
    for (const report of [await nextDay(world), await nextDay(world)]) {
      expect([differencesOf(report), mailsOf(report)]).to.deep.equal([[], ['success sent']]);
    }
    expect(await world.deps.events.read(STREAM)).to.deep.equal([]);
  });

  type Vanish = {readonly removed: readonly (readonly [Table, letter: number])[]};
  const vanish: Record<string, Vanish> = {
    'of control': {removed: [['SC_local_control', 1]]},
    'of a target in DSSB': {removed: [['SC_local_target', 3]]},
    'of a target in both': {
      removed: [
        ['SC_local_target', 3],
        ['SC_theory_users', 3],
      ],
    },
  };
  for (const [name, open] of Object.entries(STORES)) {
    for (const [what, {removed}] of Object.entries(vanish)) {
      it(`that vanish, ${what}, are told of by the next run, with numbers, in one mail: ${name}`, async () => {
        const world = makeWorld({users: 40});
        const {change, remove, close} = open(world);
        await world.run(change);
        for (const [table, letter] of removed) remove(table, `${C1}.${letter}`);
        const found = await nextDay(world, change);
        const expected = removed.map(([table, letter]) => differ(table, letter, 4, 2));
        expect(differencesOf(found)).to.deep.equal(expected);
        expect([found.status, mailsOf(found)]).to.deep.equal(['completed', told]);
        expect((await readFigures(world.deps)).differingRows).to.equal(2 * removed.length);
        const [verified] = await verifyDate({...world.deps, ...change}, found.business_date);
        expect(verified?.differences).to.deep.equal(
          removed.map(([table, letter]) => ({table, theory_id: `${C1}.${letter}`, expected: 4, found: 2})),
        );

        const again = await nextDay(world, change);
        expect([differencesOf(again).length, mailsOf(again)]).to.deep.equal([removed.length, ['success sent']]);
        expect((await world.deps.events.read(STREAM)).map(({type}) => type)).to.deep.equal(['TablesDiffer']);
        const [{ok, detail}] = await verifyChain(world.deps);
        expect(ok, detail).to.equal(true);
        expect(detail).to.contain(`1 of the stream ${STREAM}`);
        await close();
      });
    }
  }

  it('that another program adds or that are doubled are told as too many; what stood there at the beginning is not', async () => {
    const world = makeWorld({users: 40});
    const place = (iin: string, letter: number) =>
      world.tables.get('SC_local_target')?.push({
        ...{iin, theoryId: `${C1}.${letter}` as TheoryId, tabs: ['a', null, null, null, null]},
        ...{dateStart: '2024-01-01 00:00:00' as WallTime, dateEnd: '2024-12-31 00:00:00' as WallTime},
        insertDatetime: '2024-01-10 10:00:00' as WallTime,
      });
    place('999900009001', 4);
    const [first] = await world.run();
    expect(first && differencesOf(first)).to.deep.equal([]);
    expect(differencesOf(await nextDay(world))).to.deep.equal([]);
    place('999900009002', 4);
    const own = world.tables.get('SC_local_target')?.find(({theoryId}) => theoryId === `${C1}.3`);
    place(own?.iin ?? '', 3);
    const report = await nextDay(world);
    expect(differencesOf(report)).to.deep.equal([
      differ('SC_local_target', 3, 5, 6),
      differ('SC_local_target', 4, 6, 7),
    ]);
    expect(mailsOf(report)).to.deep.equal(told);
  });

  it('that come back are recorded, without a mail, and told again when they vanish again', async () => {
    const world = makeWorld({users: 40});
    await world.run();
    const whole = [...(world.tables.get('SC_local_control') ?? [])];
    removeRows(world, 'SC_local_control', `${C1}.1`);
    expect(mailsOf(await nextDay(world))).to.deep.equal(told);
    const added = (world.tables.get('SC_local_control') ?? []).filter((row) => !whole.includes(row));
    world.tables.set('SC_local_control', [...whole, ...added]);
    const back = await nextDay(world);
    expect([differencesOf(back), mailsOf(back)]).to.deep.equal([[], ['success sent']]);
    removeRows(world, 'SC_local_control', `${C1}.1`);
    expect(mailsOf(await nextDay(world))).to.deep.equal(told);
  });

  it('are told by a run that is skipped too', async () => {
    const world = makeWorld({users: 40});
    await world.run();
    removeRows(world, 'SC_local_control', `${C1}.1`);
    world.clock.advance(DAY_MS);
    const [report] = await world.run({}, {next: {date: '2024-01-16' as BusinessDate, slot: null}});
    expect(report?.reason).to.equal('all_users_enrolled');
    expect(report && mailsOf(report)).to.deep.equal(['tables_differ sent', 'skipped sent']);
  });

  it('that a partial run owes, or an abandoned one owed, are not missing', async () => {
    const world = makeWorld({users: 40});
    const away = async () => {
      throw new Error('SPSS is away');
    };
    const tables = {...world.deps.tables, spss: {...world.deps.tables.spss, lock: away}};
    const [partial] = await world.run({tables});
    expect(partial?.owed).not.to.deep.equal([]);
    const abandoned = await abandonRun(
      world.deps,
      {...world.request, id: partial?.run_id ?? '', reason: 'SPSS is gone'},
      () => {},
    );
    expect(abandoned).to.have.nested.property('result.status', 'abandoned');
    expect(differencesOf(await nextDay(world))).to.deep.equal([]);
  });

  it('that a run owes may stand all the same, between a commit and its event; more than that is told', async () => {
    const world = makeWorld({users: 40});
    const away = async () => {
      throw new Error('SPSS is away');
    };
    const change = {tables: {...world.deps.tables, spss: {...world.deps.tables.spss, lock: away}}};
    await world.run(change);
    const group = (world.tables.get('SC_local_target') ?? []).filter(({theoryId}) => theoryId === `${C1}.2`);
    world.tables.set('SC_theory_users', [...group]);
    expect(differencesOf(await nextDay(world, change))).to.deep.equal([]);
    for (const iin of ['one', 'two', 'three']) world.tables.get('SC_theory_users')?.push({...group[0]!, iin});
    const [difference] = differencesOf(await nextDay(world, change));
    expect(difference).to.include({table: 'SC_theory_users', theoryId: `${C1}.2`});
  });
});
