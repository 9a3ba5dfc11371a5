import {expect} from 'chai';
import type {DatabaseTables, GroupTables} from '../../src/application/ports/group-tables.ts';
import {countSights, type Sight, type Subject} from '../../src/application/run/enrolment/count-sights.ts';
import type {BusinessDate, TheoryId, WallTime} from '../../src/domain/ids.ts';
import {writeKey} from '../../src/domain/writes.ts';

const DAYS = Array.from({length: 28}, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10));
const GROUPS = Array.from({length: 14}, (_, n) => `SC${String(n + 1).padStart(8, '0')}.A` as TheoryId);

describe('counting of rows that are known already', () => {
  it('takes each large campaign once a week, and no day more than its share', async () => {
    const daily = (await countDaily(200_001)).slice(1);
    expect(Math.max(...daily.map((ids) => ids.length))).to.be.at.most(2);
    for (let from = 0; from + 7 <= daily.length; from++) {
      expect(daily.slice(from, from + 7).flat()).to.have.members(GROUPS);
    }
  });

  it('takes each small campaign every day', async () => {
    for (const ids of await countDaily(200_000)) expect(ids).to.have.members(GROUPS);
  });
});

/** The groups whose rows were all counted, by day; each look knows the one of the day before. */
async function countDaily(rows: number): Promise<TheoryId[][]> {
  const [daily, ours] = [
    [] as TheoryId[][],
    new Map(GROUPS.map((id) => [writeKey({table: 'SC_local_control', theoryId: id}), rows])),
  ];
  let sights: readonly Sight[] | null = null;
  for (const day of DAYS) {
    const counted: TheoryId[] = [];
    const tables = tablesWith(rows, (ids) => counted.push(...ids));
    const subjects: Subject[] = GROUPS.map((theoryId, i) => {
      const sight: Sight | undefined = sights?.[i];
      const look = sight ? {...sight, on: day as BusinessDate, beginning: {}, tabs: {}, rests: []} : null;
      return {theoryIds: [theoryId], ours, owed: new Map(), look};
    });
    const now = `${day} 09:00:00` as WallTime;
    sights = await countSights(tables, subjects, {on: day as BusinessDate, since: {dssb_app: now, spss: now}});
    daily.push(counted);
  }
  return daily;
}

/** Tables in which each group has so many rows in SC_local_control, none of which is new. */
function tablesWith(rows: number, count: (theoryIds: readonly TheoryId[]) => void): DatabaseTables {
  const tables = {
    totals: async (table, theoryIds, since) => {
      if (table !== 'SC_local_control' || since !== undefined) return new Map();
      count(theoryIds);
      return new Map(theoryIds.map((id) => [id, rows]));
    },
  } satisfies Partial<GroupTables>;
  return {dssb_app: tables as Partial<GroupTables> as GroupTables, spss: tables as Partial<GroupTables> as GroupTables};
}
