import {expect} from 'chai';
import fc from 'fast-check';
import {findEnrolled} from '../../src/application/run/enrolment/find-enrolled.ts';
import {indexFingerprints, joinFingerprints} from '../../src/application/run/enrolment/fingerprint-index.ts';
import {lookPart, shelfOf} from '../../src/application/run/enrolment/look.ts';
import {dropEnded, saveEnrolment} from '../../src/application/run/enrolment/save-enrolment.ts';
import {countedPeople} from '../../src/application/run/enrolment/settle-sources.ts';
import type {BusinessDate} from '../../src/domain/ids.ts';
import {UserIntake} from '../../src/domain/user-intake.ts';
import {DATE, DAY_MS, makeWorld, syntheticUsers, type World} from '../support/world.ts';

const C1 = 'SC00000001';

/** Few words, so that many people share one of their two, or both. */
const people = fc
  .array(fc.tuple(fc.constantFrom(0, 1, 2, 8, 2 ** 32 - 1), fc.constantFrom(0, 1, 2 ** 31)), {maxLength: 30})
  .map((pairs) => Uint32Array.from(pairs.flat()));

describe('an index of fingerprints', () => {
  it('finds the first with both words, wherever it is asked from, and nobody else', () => {
    fc.assert(
      fc.property(people, people, (kept, asked) => {
        const index = indexFingerprints(kept);
        expect(index.size).to.equal(kept.length / 2);
        for (let n = 0; n < asked.length / 2; n++) {
          const same = (person: number) =>
            kept[2 * person] === asked[2 * n] && kept[2 * person + 1] === asked[2 * n + 1];
          const first = Array.from({length: kept.length / 2}, (_, person) => person).find(same) ?? -1;
          expect(index.find(asked, n)).to.equal(first);
        }
      }),
    );
  });

  it('joins lists in their order', () => {
    const lists = [Uint32Array.of(1, 2), Uint32Array.of(), Uint32Array.of(3, 4, 5, 6)];
    expect([...joinFingerprints(lists)]).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });
});

describe('people of a source', () => {
  const source = {source: 'x', parts: 1, people: 9, since: null, today: [7, 0, 8, 3, 9, 4, 6, 8], met: [1, 5]};

  it('count all, or of an abandoned run those of the groups that were written', () => {
    expect([...countedPeople(source, 'today')]).to.deep.equal([7, 8, 9, 6]);
    expect([...countedPeople(source, 'met')]).to.deep.equal([1]);
    const ranges: [number, number][] = [
      [0, 1],
      [4, 8],
    ];
    expect([...countedPeople({...source, ranges}, 'today')]).to.deep.equal([7, 9]);
    expect([...countedPeople({...source, ranges: []}, 'today')]).to.deep.equal([]);
  });
});

/** What the register says now of somebody new. */
async function enrolments({deps}: World) {
  const intake = new UserIntake('plausible');
  intake.add(['999900999999']);
  const [campaign] = await deps.campaigns();
  const {theoryId, name, startDate, endDate} = campaign!;
  const ids = [1, 2, 3, 4, 5].map((n) => `${C1}.${n}`);
  const searched = {theoryId: theoryId!, name: name!, startDate: startDate!, endDate: endDate!, theoryIds: []};
  const now = await deps.tables.dssb_app.sysdate();
  const moment = {on: DATE, since: {dssb_app: now, spss: now}};
  return findEnrolled(deps, [{...searched, enrolledIds: ids} as never], moment, intake);
}

async function sourcesOf({deps}: World) {
  const sources = new Set<string>();
  for await (const {source} of deps.register.parts(shelfOf(C1, deps.enrolmentCipher))) sources.add(source);
  return [...sources];
}

describe('the register', () => {
  it('drops what attempts that were never planned have left, but not what a later one, or a late append, may plan', async () => {
    const world = makeWorld({campaigns: 1});
    await world.run();
    const {register, enrolmentCipher: cipher} = world.deps;
    const shelf = shelfOf(C1, cipher);
    const sources = ['distribution-2024-01-16/3', 'distribution-2024-01-16/4', 'distribution-2024-01-16/9'];
    for (const source of sources) {
      const place = {shelf, source, part: 0};
      const sealed = cipher.seal(new Uint8Array(8), `${shelf} ${place.source} 0`);
      await register.add([{...place, sealed}]);
    }
    const found = await enrolments(world);
    expect(found[0]!.gone).to.deep.equal(sources);
    await saveEnrolment(world.deps, 'distribution-2024-01-16/4.2', found, null);
    expect(await sourcesOf(world))
      .to.include.members(['distribution-2024-01-16/4', 'distribution-2024-01-16/9'])
      .and.not.to.include('distribution-2024-01-16/3');
  });

  it('reads a source that was swapped with another as a forgery', async () => {
    const world = makeWorld({campaigns: 1});
    await world.run();
    const {register, enrolmentCipher: cipher} = world.deps;
    const shelf = shelfOf(C1, cipher);
    for await (const part of register.parts(shelf)) {
      if (part.source !== 'as-of') await register.add([{...part, source: 'distribution-2024-01-14/1'}]);
    }
    const read = await enrolments(world).catch((error) => error);
    expect(read).to.be.instanceOf(Error);
  });

  it('drops a campaign a week after its last look, and one that was never looked at', async () => {
    const world = makeWorld({campaigns: 1});
    await world.run();
    const {deps} = world;
    const strange = shelfOf('SC00000009', deps.enrolmentCipher);
    await deps.register.add([
      {...lookPart(deps.enrolmentCipher, strange, {} as never), source: 'distribution-2024-01-14/1'},
    ]);
    const shelf = shelfOf(C1, deps.enrolmentCipher);
    await dropEnded(deps, [], '2024-01-21' as BusinessDate, 0);
    expect(await deps.register.shelves())
      .to.include(shelf)
      .and.not.to.include(strange);
    await dropEnded(deps, await enrolments(world), '2024-03-21' as BusinessDate, 0);
    expect(await deps.register.shelves(), 'running').to.include(shelf);
    await dropEnded(deps, [], '2024-01-22' as BusinessDate, 0);
    expect(await deps.register.shelves()).not.to.include(shelf);
  });

  it('reads no row for a source whose people are not among those of today', async () => {
    const world = makeWorld({campaigns: 1});
    await world.run();
    const first = world.source.users;
    for (let day = 1; day <= 3; day++) {
      world.clock.advance(DAY_MS);
      world.source.users = syntheticUsers(20, day * 100);
      await world.run({}, {next: {date: `2024-01-${15 + day}` as BusinessDate, slot: null}});
    }
    const asked: (string | undefined)[] = [];
    const {dssb_app, spss} = world.deps.tables;
    const members: typeof spss.members = (table, ids, since) => {
      asked.push(since);
      return spss.members(table, ids, since);
    };
    const tables = {dssb_app: {...dssb_app, members}, spss: {...spss, members}};
    world.clock.advance(DAY_MS);
    world.source.users = syntheticUsers(5, 900);
    await world.run({tables}, {next: {date: '2024-01-19' as BusinessDate, slot: null}});
    const ofWriting = asked.length;
    asked.length = 0;
    world.clock.advance(DAY_MS);
    world.source.users = [...syntheticUsers(5, 950), first[0]!, syntheticUsers(20, 200)[0]!];
    const [report] = await world.run({tables}, {next: {date: '2024-01-20' as BusinessDate, slot: null}});
    expect(report!.users).to.include({enrolled: 2, enrolled_without_row: 0, distributed: 5});
    expect(asked.slice(0, 3), 'since the first of them was dealt').to.deep.equal(Array(3).fill('2024-01-15 09:00:00'));
    expect(asked.length).to.equal(ofWriting + 3);
  });
});
