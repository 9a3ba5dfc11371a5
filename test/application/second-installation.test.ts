import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import {Failure} from '../../src/application/failure.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import type {TheoryId, WallTime} from '../../src/domain/ids.ts';
import {makeWorld, syntheticUsers, type World} from '../support/world.ts';

/** Of the day, in Almaty. */
const MOMENT = '2024-01-15 08:00:00' as WallTime;

/** How many people stand in more than one group, in all three tables. */
function inTwo({tables}: World): number {
  const groups = new Map<string, Set<string>>();
  for (const {iin, theoryId} of [...tables.values()].flat()) {
    groups.set(iin!, (groups.get(iin!) ?? new Set()).add(theoryId));
  }
  return [...groups.values()].filter(({size}) => size > 1).length;
}

/** One run that has planned and waits for its first lock, while another installation makes its whole run on the same tables. */
async function together({change, campaigns = 2}: {change: (other: World) => void; campaigns?: number}) {
  const [first, other] = [makeWorld({users: 200, campaigns}), makeWorld({users: 200, campaigns})];
  change(other);
  let waiting = true;
  const dssb = first.deps.tables.dssb_app;
  const lock: GroupTables['lock'] = async (table, work) => {
    if (waiting) {
      waiting = false;
      await other.run({tables: first.deps.tables});
    }
    return dssb.lock(table, work);
  };
  const [report] = await first.run({tables: {...first.deps.tables, dssb_app: {...dssb, lock}}});
  return {first, report};
}

describe('a second installation on the same tables', () => {
  for (const campaigns of [1, 2, 4]) {
    it(`that dealt while the run waited for its first lock stops it before it writes, with ${campaigns} campaign(s)`, async () => {
      const {first, report} = await together({
        campaigns,
        change: (other) => other.source.users.push(...syntheticUsers(1, 500)),
      });
      expect(report).to.include({status: 'failed'});
      expect(report?.error).to.include({kind: 'breach', database: null});
      expect(report?.error?.advice).to.include('MONGODB_URI');
      const [past] = await readHistory(first.deps.events);
      expect(past?.run).to.deep.include({written: []});
      expect(inTwo(first)).to.equal(0);
      expect(JSON.stringify(report)).not.to.match(/9999\d{8}/);
    });
  }

  it('that dealt the same people in the same way is no harm', async () => {
    const {first, report} = await together({change: () => {}});
    expect(report?.status).to.equal('completed');
    expect(inTwo(first)).to.equal(0);
  });

  it('whose rows were dated before the run looked, and committed after it, doubles nobody', async () => {
    const [first, other] = [makeWorld({users: 50}), makeWorld({users: 50})];
    const dssb = first.deps.tables.dssb_app;
    const lock: GroupTables['lock'] = async (table, work) => {
      if (first.rows().length === 0) {
        await other.run({tables: first.deps.tables});
        for (const rows of first.tables.values()) {
          for (const [i, row] of rows.entries()) rows[i] = {...row, insertDatetime: MOMENT};
        }
      }
      return dssb.lock(table, work);
    };
    await first.run({tables: {...first.deps.tables, dssb_app: {...dssb, lock}}});
    for (const rows of first.tables.values()) expect(new Set(rows.map(({iin}) => iin)).size).to.equal(rows.length);
  });

  it('is looked for among the rows of the whole day only where none of the day stood before the run', async () => {
    const world = makeWorld({users: 50});
    const dssb = world.deps.tables.dssb_app;
    const asked: string[] = [];
    const lock: GroupTables['lock'] = (table, work) =>
      dssb.lock(table, (locked) =>
        work({
          ...locked,
          existingRows: (theoryIds, since) => {
            asked.push(since);
            return locked.existingRows(theoryIds, since);
          },
        }),
      );
    const tables = {...world.deps.tables, dssb_app: {...dssb, lock}};
    for (const since of [/ 00:00:00$/, /^2024-01-15 09:/]) {
      expect((await world.run({tables}))[0]?.status).to.equal('completed');
      expect(asked.splice(0))
        .to.have.length(4)
        .and.to.satisfy((all: string[]) => all.every((it) => since.test(it)));
      world.source.users.push(...syntheticUsers(50, 500));
    }
  });

  it('that begins between two counts of the look stops the run before its plan', async () => {
    const [first, other] = [makeWorld({users: 200}), makeWorld({users: 201})];
    const dssb = first.deps.tables.dssb_app;
    const lock: GroupTables['lock'] = async (table, work) => {
      if (table === 'SC_local_target') throw new Failure('unreachable', 'it stops here');
      return dssb.lock(table, work);
    };
    const totals: GroupTables['totals'] = async (table, theoryIds, since) => {
      const isSecond = table === 'SC_local_control' && since === undefined && first.rows().length === 0;
      if (isSecond) await other.run({tables: {...first.deps.tables, dssb_app: {...dssb, lock}}});
      return dssb.totals(table, theoryIds, since);
    };
    const [report] = await first.run({tables: {...first.deps.tables, dssb_app: {...dssb, totals}}});
    expect(first.rows()).not.to.have.length(0);
    expect(report).to.include({status: 'failed', plan_digest: null});
    expect(report?.error).to.include({kind: 'safety_stop'});
  });

  it('that is amidst its writing stops the run before its plan: it would deal the rest a second time', async () => {
    const [first, other] = [makeWorld({users: 200}), makeWorld({users: 201})];
    const lock: GroupTables['lock'] = async (table, work) => {
      if (table === 'SC_local_target') throw new Failure('unreachable', 'it stops here');
      return first.deps.tables.dssb_app.lock(table, work);
    };
    await other.run({tables: {...first.deps.tables, dssb_app: {...first.deps.tables.dssb_app, lock}}});
    const [stopped] = await first.run();
    expect(stopped).to.include({status: 'failed', plan_digest: null});
    expect(stopped!.error).to.include({kind: 'safety_stop'});
    expect(stopped!.error!.message).to.include('MONGODB_URI');
    expect(inTwo(first)).to.equal(0);
    const [forced] = await first.run({}, {forced: 'the other one is switched off', limits: {maxUsers: 1_000}});
    expect(forced!.status).to.equal('completed');
  });

  it('and rows that another program adds, or a run of ours, are none', async () => {
    const world = makeWorld({users: 20, campaigns: 1});
    world.tables.get('SC_local_target')!.push({
      ...{
        iin: 'somebody',
        theoryId: 'SC00000001.2' as TheoryId,
        tabs: ['x', 'Generated on 2024-01-14', null, null, null],
      },
      ...{dateStart: MOMENT, dateEnd: MOMENT, insertDatetime: MOMENT},
    });
    expect((await world.run())[0]!.status).to.equal('completed');
    world.source.users.push(...syntheticUsers(5, 500));
    expect((await world.run())[0]!.status).to.equal('completed');
  });

  it('that dealt before the plan leaves nobody to be dealt twice', async () => {
    const [first, other] = [makeWorld({users: 200}), makeWorld({users: 201})];
    await other.run({tables: first.deps.tables});
    const [report] = await first.run();
    expect([report?.status, report?.reason]).to.deep.equal(['skipped', 'all_users_enrolled']);
    expect(inTwo(first)).to.equal(0);
  });
});
