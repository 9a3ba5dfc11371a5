import {expect} from 'chai';
import fc from 'fast-check';
import {businessDateAt, wallTime, zonedTime} from '../../src/domain/wall-time.ts';

const at = (instant: string, zone: string) => wallTime(Date.parse(instant), zone);
const ALMATY = 'Asia/Almaty';

describe('wall time', () => {
  it('of Almaty is UTC+6 before 2024-03-01 and UTC+5 after', () => {
    expect(at('2024-01-15T03:00:00Z', ALMATY)).to.equal('2024-01-15 09:00:00');
    expect(at('2024-03-15T04:00:00Z', ALMATY)).to.equal('2024-03-15 09:00:00');
    expect(at('2024-02-29T17:59:59Z', ALMATY)).to.equal('2024-02-29 23:59:59');
    expect(at('2024-02-29T18:00:00Z', ALMATY)).to.equal('2024-02-29 23:00:00');
    expect(at('2024-02-29T19:00:00Z', ALMATY)).to.equal('2024-03-01 00:00:00');
  });

  it('shows midnight as 00 and noon as 12', () => {
    expect(at('2024-01-14T18:00:00Z', ALMATY)).to.equal('2024-01-15 00:00:00');
    expect(at('2024-01-15T06:00:00Z', ALMATY)).to.equal('2024-01-15 12:00:00');
    expect(at('2024-01-01T00:00:00Z', 'UTC')).to.equal('2024-01-01 00:00:00');
  });

  it('follows daylight saving, forwards and back', () => {
    expect(at('2024-03-10T06:59:59Z', 'America/New_York')).to.equal('2024-03-10 01:59:59');
    expect(at('2024-03-10T07:00:00Z', 'America/New_York')).to.equal('2024-03-10 03:00:00');
    expect(at('2024-11-03T05:30:00Z', 'America/New_York')).to.equal('2024-11-03 01:30:00');
    expect(at('2024-11-03T06:30:00Z', 'America/New_York')).to.equal('2024-11-03 01:30:00');
    expect(at('2024-04-06T14:59:59Z', 'Australia/Lord_Howe')).to.equal('2024-04-07 01:59:59');
    expect(at('2024-04-06T15:00:00Z', 'Australia/Lord_Howe')).to.equal('2024-04-07 01:30:00');
  });

  it('knows zones off the hour', () => {
    expect(at('2024-01-15T03:00:00Z', 'Asia/Kathmandu')).to.equal('2024-01-15 08:45:00');
  });

  it('is written with its distance from UTC', () => {
    const of = (zone: string) => zonedTime(Date.parse('2024-01-15T03:00:00.999Z'), zone);
    expect(of(ALMATY)).to.equal('2024-01-15T09:00:00+06:00');
    expect(of('Asia/Kathmandu')).to.equal('2024-01-15T08:45:00+05:45');
    expect(of('America/St_Johns')).to.equal('2024-01-14T23:30:00-03:30');
    expect(of('UTC')).to.equal('2024-01-15T03:00:00+00:00');
  });

  it('drops what is below a second', () => {
    expect(at('2024-01-15T03:00:00.999Z', 'UTC')).to.equal('2024-01-15 03:00:00');
  });

  it('does not depend on the zone of the process', () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
        process.env.TZ = zone;
        expect(at('2024-01-15T03:00:00Z', ALMATY)).to.equal('2024-01-15 09:00:00');
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it('throws RangeError for an unknown zone, the second time too', () => {
    expect(() => wallTime(0, 'Asia/Nowhere')).to.throw(RangeError);
    expect(() => wallTime(0, 'Asia/Nowhere')).to.throw(RangeError);
  });

  it('of UTC is the ISO text, at any second of four centuries', () => {
    const seconds = fc.integer({min: Date.UTC(1900, 0) / 1000, max: Date.UTC(2300, 0) / 1000});
    fc.assert(
      fc.property(seconds, (second) => {
        const iso = new Date(second * 1000).toISOString();
        expect(wallTime(second * 1000, 'UTC')).to.equal(iso.slice(0, 19).replace('T', ' '));
      }),
    );
  });
});

describe('business date', () => {
  it('is the date in the zone, not in UTC', () => {
    expect(businessDateAt(Date.parse('2024-01-14T17:59:59Z'), ALMATY)).to.equal('2024-01-14');
    expect(businessDateAt(Date.parse('2024-01-14T18:00:00Z'), ALMATY)).to.equal('2024-01-15');
    expect(businessDateAt(Date.parse('2024-02-29T18:30:00Z'), ALMATY)).to.equal('2024-02-29');
    expect(businessDateAt(Date.parse('2024-07-14T18:30:00Z'), ALMATY)).to.equal('2024-07-14');
  });
});
