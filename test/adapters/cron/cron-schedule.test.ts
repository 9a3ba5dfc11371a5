import {expect} from 'chai';
import fc from 'fast-check';
import {DateTime} from 'luxon';
import {cronSchedule, parseCron} from '../../../src/adapters/cron/cron-schedule.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ZONES = [
  'Asia/Almaty',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
];
/** Around changes of the clocks, and anywhere else. */
const moments = fc.oneof(
  fc.integer({min: Date.parse('1995-01-01'), max: Date.parse('2037-01-01')}),
  fc
    .constantFrom('2024-03-31', '2024-10-27', '2024-02-29', '2011-12-30', '2018-11-04', '2023-04-02', '2024-03-10')
    .chain((date) => fc.integer({min: -3 * DAY_MS, max: 3 * DAY_MS}).map((ms) => Date.parse(date) + ms)),
);
const daily = fc.record({
  zone: fc.constantFrom(...ZONES),
  hour: fc.integer({min: 0, max: 23}),
  minute: fc.integer({min: 0, max: 59}),
  moment: moments,
});

/** The slot of a date, found by looking at the clock all along; luxon says where a time that is left out goes. */
function slotOf(date: DateTime, hour: number, minute: number): number {
  const zone = date.zoneName!;
  const noon = date.set({hour: 12}).toMillis();
  // All these zones are whole quarters of an hour from UTC.
  const quarter = 15 * MINUTE_MS;
  const from = Math.floor((noon - 14 * 3_600_000) / quarter) * quarter + (minute % 15) * MINUTE_MS;
  for (let at = from; at < noon + 14 * 3_600_000; at += quarter) {
    const shown = DateTime.fromMillis(at, {zone});
    if (shown.hasSame(date, 'day') && shown.hour === hour && shown.minute === minute) return at;
  }
  return DateTime.fromObject({year: date.year, month: date.month, day: date.day, hour, minute}, {zone}).toMillis();
}

describe('the slots of a cron expression', () => {
  it('every day at one time are one a date, at that time where the zone has it', () => {
    fc.assert(
      fc.property(daily, ({zone, hour, minute, moment}) => {
        const schedule = cronSchedule(`${minute} ${hour} * * *`, zone);
        const dates = [-2, -1, 0, 1, 2].map((days) => DateTime.fromMillis(moment, {zone}).plus({days}));
        const expected = [...new Set(dates.map((date) => slotOf(date, hour, minute)))].map(iso);
        expect(schedule.between(Date.parse(expected[0]!) - 1, Date.parse(expected.at(-1)!))).to.deep.equal(expected);
      }),
      {numRuns: 300},
    );
  });

  it('are the same whoever asks: next, latest and between agree', () => {
    const expressions = fc.constantFrom(
      '0 9 * * *',
      '30 2 * * *',
      '*/15 * * * *',
      '30 0,2 * * 1-5',
      '0 0 1,L * *',
      '5 23 29 2 *',
    );
    fc.assert(
      fc.property(expressions, daily, (expression, {zone, moment}) => {
        const schedule = cronSchedule(expression, zone);
        const next = schedule.next(moment, 3);
        expect(next).to.have.length(3);
        expect(schedule.between(moment, Date.parse(next[2]!))).to.deep.equal(next);
        expect(schedule.latest(Date.parse(next[0]!))).to.equal(next[0]);
        const before = schedule.latest(Date.parse(next[0]!) - 1)!;
        expect(Date.parse(before)).to.be.at.most(moment);
        expect(schedule.between(Date.parse(before), Date.parse(next[0]!))).to.deep.equal([next[0]]);
      }),
      {numRuns: 200},
    );
  });

  const cases: [string, string, string, string[]][] = [
    ['stay at nine when Almaty moved', '0 9 * * *', 'Asia/Almaty', ['2024-02-29T03:00', '2024-03-01T04:00']],
    ['are one when Almaty had an hour twice', '30 23 29 2 *', 'Asia/Almaty', ['2024-02-29T17:30', '2028-02-29T18:30']],
    ['are later where the hour is left out', '30 2 31 3 *', 'Europe/Berlin', ['2024-03-31T01:30', '2025-03-31T00:30']],
    ['are the first where it comes twice', '30 2 27 10 *', 'Europe/Berlin', ['2024-10-27T00:30', '2025-10-27T01:30']],
    [
      'leave out what a whole day is left out',
      '0 9 29-31 12 *',
      'Pacific/Apia',
      ['2011-12-29T19:00', '2011-12-30T19:00'],
    ],
    ['know the last day of a month', '0 9 L * *', 'UTC', ['2024-01-31T09:00', '2024-02-29T09:00']],
    ['know Sunday as the seventh day', '0 9 * * 7', 'UTC', ['2024-01-07T09:00', '2024-01-14T09:00']],
    ['are either day where both are given', '0 9 10 * 1', 'UTC', ['2024-01-08T09:00', '2024-01-10T09:00']],
  ];
  for (const [title, expression, zone, expected] of cases) {
    it(title, () => {
      const slots = expected.map((slot) => `${slot}:00.000Z`);
      const from = Date.parse(slots[0]!.startsWith('2024-01') ? '2024-01-02' : slots[0]!) - MINUTE_MS;
      expect(cronSchedule(expression, zone).next(from, 2)).to.deep.equal(slots);
    });
  }

  it('do not depend on the moment from which they are looked for, as those of cron-parser do', () => {
    const berlin = cronSchedule('30 2 * * *', 'Europe/Berlin');
    expect(berlin.next(Date.parse('2024-03-31T01:10Z'), 1)).to.deep.equal(['2024-03-31T01:30:00.000Z']);
    expect(berlin.latest(Date.parse('2024-03-31T12:00Z'))).to.equal('2024-03-31T01:30:00.000Z');
    expect(berlin.next(Date.parse('2024-10-27T01:05Z'), 1)).to.deep.equal(['2024-10-28T01:30:00.000Z']);
    expect(berlin.latest(Date.parse('2024-10-27T12:00Z'))).to.equal('2024-10-27T00:30:00.000Z');
  });

  it('are none between a moment and itself, or an earlier one', () => {
    const schedule = cronSchedule('* * * * *', 'UTC');
    const now = Date.parse('2024-01-15T04:00Z');
    expect([schedule.between(now, now), schedule.between(now, now - DAY_MS), schedule.next(now, 0)]).to.deep.equal([
      [],
      [],
      [],
    ]);
  });
});

describe('a cron expression', () => {
  it('is five fields of numbers, names and signs', () => {
    for (const good of [
      '0 9 * * *',
      '*/5 8-18 * * mon-fri',
      '0 9 ? JAN,dec *',
      '0 9 L * *',
      '0 9 * * 1#2',
      '0 9 29 2 *',
    ])
      expect(parseCron(good), good).to.equal(good);
    expect(parseCron('  0\t9  * * * ')).to.equal('0 9 * * *');
  });

  it('is refused if it is broken, never comes or is chosen by chance', () => {
    const broken = ['', '0 9 * *', '0 0 9 * * *', '@daily', '60 9 * * *', '0 24 * * *', '0 9 32 * *', '0 9 * 13 *'];
    const odd = [
      '0 9 * * 8',
      '0 9 5-1 * *',
      '*/0 9 * * *',
      '0 9 * foo *',
      '0 9 ** * *',
      '0 9 1- * *',
      '0 9 , * *',
      'a b c d e',
    ];
    const never = ['0 0 30 2 *', '0 0 31 4,6 *', '0 9 30 2 ?', '0 9 * * 1#6'];
    for (const bad of [...broken, ...odd, ...never, 'H 9 * * *', '0 9 15W * *', '0 9 * * 1;x'])
      expect(parseCron(bad), bad).to.equal(null);
  });

  it('is not scheduled in a zone that does not exist', () => {
    expect(() => cronSchedule('0 9 * * *', 'Mars/Olympus').next(0, 1)).to.throw(RangeError);
  });
});

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
