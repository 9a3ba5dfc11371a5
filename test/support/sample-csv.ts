import {keystream, seedNumber} from './keystream.ts';

export type CsvStyle = {readonly bom?: boolean; readonly lineEnd?: '\n' | '\r\n'; readonly quoteAll?: boolean};

/** A CSV text; fields are quoted where they must be, or all. */
export function writeCsv(rows: readonly (readonly string[])[], style: CsvStyle = {}): string {
  const {bom = false, lineEnd = '\n', quoteAll = false} = style;
  const field = (value: string) => (quoteAll || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return (bom ? '\uFEFF' : '') + rows.map((row) => row.map(field).join(',') + lineEnd).join('');
}

/** Campaigns 1 to 5 run now, under names that break careless code; 6 is past and 7 is to come. */
export const NAMES = [
  'Мягкое напоминание',
  'SMS <b>утром</b> & "вечером"',
  "О'Коннор; DROP TABLE SC_local_target; --",
  'Звонок\tробота 🤖',
  'ж'.repeat(255),
  'Прошедшая',
  'Будущая',
] as const;
export const ACTIVE = NAMES.slice(0, 5).map((_, i) => `SC0000000${i + 1}`);

const NOW = ['2020-01-01', '2099-12-31 23:59:59'];
const HEADER = ['THEORY_ID', 'THEORY_NAME', 'THEORY_START_DATE', 'THEORY_END_DATE'];

/** Rows in no order, header first; the second and third campaign have one row a group. `active` leaves some out. */
export function campaignRows(active = 5): string[][] {
  const rows = NAMES.slice(0, active).flatMap((name, i) => {
    const suffixes = i === 1 ? ['.3', '.1', '.2', '.5', '.4'] : i === 2 ? ['.2', '.1'] : [''];
    return suffixes.map((suffix) => [`SC0000000${i + 1}${suffix}`, name, ...NOW]);
  });
  const past = ['SC00000006', NAMES[5], '2019-01-01', '2019-12-31'];
  const future = ['SC00000007', NAMES[6], '2098-01-01', '2099-12-31'];
  return [HEADER, future, ...rows.reverse(), past];
}

export type SampleUsers = {
  /** The header and all rows. */
  readonly rows: string[][];
  /** The distinct ids of day 5; the ids of other days. */
  readonly ids: string[];
  readonly others: string[];
  readonly counts: {found: number; blank: number; repeated: number};
};

/** So many synthetic people of day 5, some repeated, some with blanks around; blank rows; people of other days. */
export function sampleUsers(people: number, seed = 1): SampleUsers {
  const next = keystream(seedNumber(seed));
  const ids = Array.from({length: people}, (_, i) => syntheticId(seed * 100_000 + i));
  const others = Array.from({length: people >> 2}, (_, i) => syntheticId(seed * 100_000 + 50_000 + i));
  const repeats = ids.filter(() => next() % 20 === 0);
  const blanks = Array.from({length: 3 + (next() % 7)}, (_, i) => ' '.repeat(i % 3));
  const found = [...ids, ...repeats, ...blanks];
  const rows = [
    ...found.map((id, i) => [i % 11 === 0 ? ` ${id}  ` : id, '5']),
    ...others.map((id, i) => [id, ['3', '6', '120', ''][i % 4]!]),
  ];
  return {
    rows: [['IIN', 'COUNT_DAY'], ...shuffle(rows, seed)],
    ids,
    others,
    counts: {found: found.length, blank: blanks.length, repeated: repeats.length},
  };
}

export function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  const next = keystream(seedNumber(seed));
  return items
    .map((item) => ({item, key: next()}))
    .sort((a, b) => a.key - b.key)
    .map(({item}) => item);
}

/** In the shape of an id, born on day 99 of month 99: nobody's. Neighbours are far apart. */
function syntheticId(n: number): string {
  const digits = String((n * 7_919 + 13) % 100_000_000).padStart(8, '0');
  return `${digits.slice(0, 2)}9999${digits.slice(2)}`;
}
