import {expect} from 'chai';
import {readHistory} from '../../src/application/events/run-history.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import {makeWorld, syntheticUsers, type World} from '../support/world.ts';

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

  it('that dealt before the plan leaves nobody to be dealt twice', async () => {
    const [first, other] = [makeWorld({users: 200}), makeWorld({users: 201})];
    await other.run({tables: first.deps.tables});
    const [report] = await first.run();
    expect([report?.status, report?.reason]).to.deep.equal(['skipped', 'all_users_enrolled']);
    expect(inTwo(first)).to.equal(0);
  });
});
