import {expect} from 'chai';
import type {Failure} from '../../src/application/failure.ts';
import type {GroupTables} from '../../src/application/ports/group-tables.ts';
import {type WantedRows, writeGroups} from '../../src/application/run/write-groups.ts';
import type {Iin, TheoryId, WallTime} from '../../src/domain/ids.ts';
import type {TabValues} from '../../src/domain/tab-values.ts';
import type {Table} from '../../src/domain/tables.ts';
import {expectTablesLikeMemory} from './group-tables-differential.ts';

/** A row as it stands in a table: IIN, THEORY_ID, DATE_START, DATE_END, INSERT_DATETIME, TAB1–TAB5. */
export type RawRow = readonly [string | null, string, string, string, string | null, ...TabValues];

export type GroupTablesHarness = {
  /** Opens the same, at first empty, tables once more, as another session would. */
  readonly open: () => Promise<GroupTables>;
  readonly setSysdate: (now: string) => unknown;
  readonly seed: (table: Table, rows: readonly RawRow[]) => Promise<void>;
  readonly dump: (table: Table) => Promise<RawRow[]>;
  readonly close: () => Promise<void>;
};

const TABLE = 'SC_local_target';
const SINCE = '2024-01-15 09:00:00' as WallTime;
const [B, C] = ['SC00000001.2', 'SC00000001.3'] as TheoryId[] as [TheoryId, TheoryId];
const TABS: TabValues = ['Қайырлы таң', 'a "b" \'c\'; --', null, '🤖', 'x'.repeat(255)];
const NOBODY_FENCES = async () => {};

function people(n: number, from = 0): Iin[] {
  return Array.from({length: n}, (_, i) => `${999900000000 + from + i}` as Iin);
}

function rowsFor(b: readonly Iin[], c: readonly Iin[] = []): WantedRows {
  return {
    table: TABLE,
    dateStart: '2024-01-01 00:00:00' as WallTime,
    dateEnd: '2024-12-31 00:00:00' as WallTime,
    since: SINCE,
    metBefore: SINCE,
    planned: async () => new Map(),
    groups: [
      {theoryId: B, tabs: TABS, members: b},
      {theoryId: C, tabs: TABS, members: c},
    ],
  };
}

function raw(iin: string | null, theoryId: string, insertDatetime: string | null, tabs: TabValues = TABS): RawRow {
  return [iin, theoryId, '2024-01-01 00:00:00', '2024-12-31 00:00:00', insertDatetime, ...tabs];
}

const write = (theoryId: TheoryId, rows: number, inserted: number) => ({
  theoryId,
  table: TABLE,
  rows,
  inserted,
  preexisting: 0,
});

const sorted = (rows: readonly RawRow[]) => rows.map((row) => JSON.stringify(row)).sort();

/** What the group tables of every database promise. */
export function groupTablesContract(name: string, make: () => Promise<GroupTablesHarness>, {numRuns = 25} = {}): void {
  describe(`group tables: ${name}`, () => {
    let harness: GroupTablesHarness;
    let tables: GroupTables;
    beforeEach(async () => {
      harness = await make();
      await harness.setSysdate('2024-01-15 09:00:05');
      tables = await harness.open();
    });
    afterEach(() => harness.close());

    it('writes rows with all their columns, dated by the database', async () => {
      expect(await tables.sysdate()).to.equal('2024-01-15 09:00:05');
      expect(await writeGroups(tables, rowsFor(people(2), people(1, 2)), NOBODY_FENCES)).to.deep.equal([
        write(B, 2, 2),
        write(C, 1, 1),
      ]);
      const [x, y, z] = people(3);
      expect(sorted(await harness.dump(TABLE))).to.deep.equal(
        sorted([
          raw(x!, B, '2024-01-15 09:00:05'),
          raw(y!, B, '2024-01-15 09:00:05'),
          raw(z!, C, '2024-01-15 09:00:05'),
        ]),
      );
    });

    it('writes nothing the second time', async () => {
      await writeGroups(tables, rowsFor(people(50), people(50, 50)), NOBODY_FENCES);
      const before = await harness.dump(TABLE);
      await harness.setSysdate('2024-01-15 09:10:00');
      expect(await writeGroups(tables, rowsFor(people(50), people(50, 50)), NOBODY_FENCES)).to.deep.equal([
        write(B, 50, 0),
        write(C, 50, 0),
      ]);
      expect(sorted(await harness.dump(TABLE))).to.deep.equal(sorted(before));
    });

    it('writes the missing only, and reads nothing older than the run under the lock', async () => {
      const [x, y, z] = people(3);
      await harness.seed(TABLE, [
        raw(` ${x} `, B, SINCE),
        raw(y!, B, '2024-01-15 09:00:03'),
        raw(z!, C, '2024-01-15 08:59:59'),
        raw(null, B, SINCE),
      ]);
      const read: string[] = [];
      await tables.lock(TABLE, async (locked) => {
        for await (const rows of locked.existingRows([B, C], SINCE))
          read.push(...rows.map(({theoryId, iin}) => `${theoryId} ${people(3).indexOf(iin?.trim() as Iin)}`));
      });
      expect(read.sort()).to.deep.equal([`${B} -1`, `${B} 0`, `${B} 1`]);
      expect(await writeGroups(tables, rowsFor(people(3)), NOBODY_FENCES)).to.deep.equal([
        write(B, 3, 1),
        write(C, 0, 0),
      ]);
      expect(await harness.dump(TABLE)).to.have.length(5);
    });

    it('stops when somebody was put into another group of the campaign meanwhile', async () => {
      await harness.seed(TABLE, [raw(people(1)[0]!, C, SINCE)]);
      const error = await writeGroups(tables, rowsFor(people(3)), NOBODY_FENCES).catch((reason: Failure) => reason);
      expect(error).to.include({kind: 'breach'});
      expect(await harness.dump(TABLE)).to.have.length(1);
    });

    it('dates no row before the run, even when the clock is set back', async () => {
      await harness.setSysdate('2024-01-15 08:59:00');
      await writeGroups(tables, rowsFor(people(1)), NOBODY_FENCES);
      expect((await harness.dump(TABLE))[0]![4]).to.equal(SINCE);
    });

    it('writes nothing when the fence is down', async () => {
      const refuse = async () => {
        throw new Error('fenced');
      };
      expect(await writeGroups(tables, rowsFor(people(3)), refuse).catch((error: Error) => error.message)).to.equal(
        'fenced',
      );
      expect(await harness.dump(TABLE)).to.deep.equal([]);
      expect(await writeGroups(tables, rowsFor(people(3)), NOBODY_FENCES)).to.deep.equal([
        write(B, 3, 3),
        write(C, 0, 0),
      ]);
    });

    it('makes sessions that write the same rows at once wait for each other', async () => {
      const sessions = await Promise.all(Array.from({length: 4}, () => harness.open()));
      await Promise.all(
        sessions.map((session) => writeGroups(session, rowsFor(people(200), people(200, 200)), NOBODY_FENCES)),
      );
      const stored = await harness.dump(TABLE);
      expect([stored.length, new Set(stored.map(([iin]) => iin)).size]).to.deep.equal([400, 400]);
    });

    it('writes more people than fit one batch', async () => {
      expect((await writeGroups(tables, rowsFor(people(2_345)), NOBODY_FENCES))[0]).to.deep.equal(
        write(B, 2_345, 2_345),
      );
      expect(await tables.count(TABLE, [B], SINCE)).to.deep.equal([
        {table: TABLE, theoryId: B, rows: 2_345, distinct: 2_345},
      ]);
    });

    it('counts rows and people of the run, and rows in all or since a moment', async () => {
      await harness.seed(TABLE, [
        raw('999900000001', B, '2024-01-14 09:00:00'),
        raw('999900000003', B, null),
        raw('999900000001', B, SINCE),
        raw('999900000001', B, SINCE),
        raw('999900000002', C, '2023-01-01 00:00:00'),
      ]);
      const counts = await tables.count(TABLE, [B, C, 'SC00000001.4' as TheoryId], SINCE);
      expect(counts.filter(({rows}) => rows > 0)).to.deep.equal([{table: TABLE, theoryId: B, rows: 2, distinct: 1}]);
      const totals = async (since?: WallTime) =>
        [...(await tables.totals(TABLE, [B, C, 'SC00000001.4' as TheoryId], since))]
          .filter(([, rows]) => rows > 0)
          .sort();
      expect(await totals()).to.deep.equal([
        [B, 4],
        [C, 1],
      ]);
      expect(await totals(SINCE)).to.deep.equal([[B, 2]]);
    });

    it('streams who stands under the ids asked for, in all or since a moment', async () => {
      await harness.seed(TABLE, [
        raw('1', B, '2024-01-14 09:00:00'),
        raw('2', B, SINCE),
        raw(null, C, SINCE),
        raw('4', 'SC00000002.2', SINCE),
      ]);
      const collect = async (since?: WallTime) => {
        const found: string[] = [];
        for await (const rows of tables.members(TABLE, [B, C], since))
          found.push(...rows.map((row) => `${row.theoryId} ${row.iin}`));
        return found.sort();
      };
      expect(await collect()).to.deep.equal([`${B} 1`, `${B} 2`, `${C} null`]);
      expect(await collect(SINCE)).to.deep.equal([`${B} 2`, `${C} null`]);
    });

    it("answers each group's earliest TAB values, by date, then by IIN", async () => {
      const tabs = (text: string): TabValues => [text, null, null, null, null];
      await harness.seed(TABLE, [
        raw('1', B, null, tabs('undated')),
        raw('3', B, '2024-01-14 09:00:00', tabs('third')),
        raw('2', B, '2024-01-14 09:00:00', tabs('first')),
        raw('0', B, '2024-01-14 09:00:01', tabs('later')),
      ]);
      expect([...(await tables.earliestTabs(TABLE, [B, C]))]).to.deep.equal([[B, tabs('first')]]);
      const since = (moment: string) => tables.earliestTabs(TABLE, [B, C], moment as WallTime);
      expect([...(await since('2024-01-14 09:00:01'))]).to.deep.equal([[B, tabs('later')]]);
      expect([...(await since('2024-01-14 09:00:02'))]).to.deep.equal([]);
    });

    it('answers as the tables in memory do, whatever is written and read', () =>
      expectTablesLikeMemory(harness, numRuns));
  });
}
