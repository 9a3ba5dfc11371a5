import {expect} from 'chai';
import fc from 'fast-check';
import type {Iin} from '../../src/domain/ids.ts';
import {NO_USERS, UserIntake} from '../../src/domain/user-intake.ts';
import {sameIds} from '../support/people.ts';

/** A row of the source by a person's number, and how it is padded; without a number it is blank. */
type Row = {readonly person: number | null; readonly padding: string};

const PADDINGS = ['', ' ', '   ', '\t', '\n', '\u00a0'];
const row: fc.Arbitrary<Row> = fc.record({
  person: fc.option(fc.nat(12), {freq: 5}),
  padding: fc.constantFrom(...PADDINGS),
});

const idOf = (person: number) => `id-${person}` as Iin;
const raw = ({person, padding}: Row): string | null =>
  person !== null ? padding + idOf(person) + padding : padding === '' ? null : padding;

function intake(rows: readonly (string | null)[], enrolled: readonly (string | null)[] = []): UserIntake {
  const users = new UserIntake('any');
  users.add(rows);
  users.exclude(enrolled);
  return users;
}

describe('user intake', () => {
  it('is empty at first', () => {
    expect(new UserIntake('any').counts).to.deep.equal(NO_USERS);
  });

  it('trims ids and drops null and blank ones', () => {
    const users = intake(['  a ', 'a', null, '', '   ', '\t\n', 'b']);
    expect(users.counts).to.deep.equal({
      found: 7,
      blank: 4,
      malformed: 0,
      repeated: 1,
      enrolled: 0,
      enrolled_without_row: 0,
      distributed: 2,
    });
    expect(sameIds(users.people, ['a', 'b'] as Iin[])).to.equal(true);
  });

  it('keeps ids as they are inside: zeros in front, case and blanks between count', () => {
    const users = intake(['1', '01', 'a', 'A', 'a b', 'ab']);
    expect(users.counts).to.deep.equal({
      found: 6,
      blank: 0,
      malformed: 0,
      repeated: 0,
      enrolled: 0,
      enrolled_without_row: 0,
      distributed: 6,
    });
  });

  it('counts an enrolled user once, and the repeats of one as repeats', () => {
    const users = intake(['a', 'a ', 'a', 'b'], [' a', 'a', 'a']);
    expect(users.counts).to.deep.equal({
      found: 4,
      blank: 0,
      malformed: 0,
      repeated: 2,
      enrolled: 1,
      enrolled_without_row: 0,
      distributed: 1,
    });
  });

  it('takes no notice of enrolled people who are not among the users, nor of blank ones', () => {
    const users = intake(['a', null], ['b', null, ' ']);
    expect(users.counts).to.deep.equal({
      found: 2,
      blank: 1,
      malformed: 0,
      repeated: 0,
      enrolled: 0,
      enrolled_without_row: 0,
      distributed: 1,
    });
  });

  it('can end with everybody enrolled', () => {
    expect(intake(['a', 'b'], ['b', 'a']).counts).to.deep.equal({...NO_USERS, found: 2, enrolled: 2});
  });

  it('accounts for every row, whatever comes in whatever batches', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row), {maxLength: 6}), fc.array(fc.array(row), {maxLength: 3}), (batches, out) => {
        const users = new UserIntake('any');
        for (const batch of batches) users.add(batch.map(raw));
        for (const batch of out) users.exclude(batch.map(raw));

        const rows = batches.flat();
        const persons = rows.flatMap(({person}) => (person === null ? [] : [person]));
        const distinct = new Set(persons);
        const excluded = new Set(out.flat().map(({person}) => person));
        const enrolled = new Set(persons.filter((person) => excluded.has(person)));
        expect(users.counts).to.deep.equal({
          found: rows.length,
          blank: rows.length - persons.length,
          malformed: 0,
          repeated: persons.length - distinct.size,
          enrolled: enrolled.size,
          enrolled_without_row: 0,
          distributed: distinct.size - enrolled.size,
        });
        const left = [...distinct].filter((person) => !enrolled.has(person)).map(idOf);
        expect(sameIds(users.people.toSorted(), left.sort()), 'those who are left').to.equal(true);
      }),
    );
  });
});

describe('spoilt ids at the intake', () => {
  const long = (n: number) => `0099${String(n).padStart(8, '0')}`;
  const read = (rows: readonly string[], before: number | null = null) => {
    const users = new UserIntake('plausible');
    users.add(rows);
    users.dropShort(before);
    return users;
  };

  it('are counted row by row and never kept', () => {
    const {counts, people} = read([...Array<string>(200).fill('9.099E+11'), long(1), `${long(1)}.0`, `=${long(2)}`]);
    expect(counts).to.deep.equal({...NO_USERS, found: 203, malformed: 202, distributed: 1});
    expect(people.length).to.equal(1);
  });

  it('are those of fewer digits than most ids of the load, whoever repeats them', () => {
    const short = [1, 2, 3].map((n) => String(Number(long(n))));
    const users = read([...[1, 2, 3, 4].map(long), ...short, short[0]!, long(1)]);
    expect(users.counts).to.deep.equal({...NO_USERS, found: 9, malformed: 4, repeated: 1, distributed: 4});
    expect([users.short, users.digits]).to.deep.equal([4, 12]);
  });

  it('are the shorter of two lengths as frequent, and none among ids that are longer or not of digits', () => {
    expect(read(['123456789012', '1234567890']).counts.malformed).to.equal(1);
    expect(read(['1234567890', '1234567891', '123456789012']).counts.malformed).to.equal(0);
    expect(read(['a1', 'b', long(1)]).counts.malformed).to.equal(0);
    expect(read(['a1', 'b']).digits).to.equal(null);
  });

  it('are told by the load before, when all of today have lost their zeros', () => {
    expect(read(['9900000001', '9900000002'], 12).counts).to.include({malformed: 2, distributed: 0});
    expect(read(['990000000112', '9900000002'], 10).counts).to.include({malformed: 1, distributed: 1});
  });

  it('are other spellings of ids of plain digits, row by row, where most are such', () => {
    const id = long(1);
    const dashed = `${id.slice(0, 6)}-${id.slice(6)}`;
    const spelt = [
      `IIN${id}`,
      dashed,
      `ID:${id}`,
      `${id}KZ`,
      `#${id}`,
      id.replaceAll('0', 'O'),
      `${id.slice(0, 3)}_${id.slice(3)}`,
    ];
    const plain = Array.from({length: 9}, (_, n) => long(n + 1));
    const {counts, people} = read([...plain, ...spelt, dashed]);
    expect(counts).to.deep.equal({...NO_USERS, found: 17, malformed: 8, distributed: 9});
    expect(sameIds(people.toSorted(), plain as Iin[])).to.equal(true);
    for (const other of ['N12345678', `AB${id}1`, 'A1234567', 'ab-12/3', `${id.slice(0, 6)}AB${id.slice(6)}`])
      expect(read([...plain, other]).counts.malformed).to.equal(0);
    expect(read([id, dashed, `IIN${long(2)}`]).counts.malformed, 'not of plain digits, most of them').to.equal(0);
    expect(read([long(1), long(2), dashed], 13).counts.malformed, 'all plain ones are short').to.equal(2);
  });

  it('are those without a true date, when an id has to be an IIN', () => {
    for (const [format, malformed] of [
      ['iin', 1],
      ['plausible', 0],
    ] as const) {
      const users = new UserIntake(format);
      users.add(['991301300004']);
      expect(users.counts.malformed, format).to.equal(malformed);
    }
  });

  it('are not looked for when any id is taken', () => {
    const users = new UserIntake('any');
    users.add([long(1), '1', '9E+11']);
    users.dropShort(12);
    expect(users.counts).to.include({malformed: 0, distributed: 3});
  });
});
