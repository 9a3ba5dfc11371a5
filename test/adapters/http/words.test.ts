import {expect} from 'chai';
import fc from 'fast-check';
import {hasDuplicateKeys} from '../../../src/adapters/http/duplicate-keys.ts';
import {cronTrigger, maskIin} from '../../../src/adapters/http/masks.ts';
import {zonedTime} from '../../../src/domain/wall-time.ts';

describe('the words of HTTP', () => {
  it('mask an id, whatever its length', () => {
    expect(maskIin('900101300012')).to.equal('9001******12');
    expect(['', 'x', '12345678901'].map(maskIin)).to.deep.equal(['', '*', '***********']);
    expect(maskIin('1234567890123')).to.equal('1234*******23');
  });

  it('write a cron as the original did', () => {
    expect(['0 9 * * *', '*/5 * * * *', '30 8 1 * mon-fri'].map(cronTrigger)).to.deep.equal([
      'cron[hour=9,minute=0]',
      'cron[hour=*,minute=*/5]',
      'cron[day=1,day_of_week=mon-fri,hour=8,minute=30]',
    ]);
  });

  it('write an instant with the offset of its zone and day', () => {
    const at = Date.parse('2024-01-15T03:00:00Z');
    expect(zonedTime(at, 'Asia/Almaty')).to.equal('2024-01-15T09:00:00+06:00');
    expect(zonedTime(Date.parse('2024-03-01T04:00:00Z'), 'Asia/Almaty')).to.equal('2024-03-01T09:00:00+05:00');
    expect(zonedTime(at, 'America/St_Johns')).to.equal('2024-01-14T23:30:00-03:30');
    expect(zonedTime(at, 'UTC')).to.equal('2024-01-15T03:00:00+00:00');
  });

  it('write instants that mean the same instant, in any zone', () => {
    const zones = fc.constantFrom('Asia/Almaty', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/Berlin', 'Etc/GMT+12');
    const seconds = fc.integer({min: 0, max: 4_000_000_000});
    fc.assert(
      fc.property(seconds, zones, (at, zone) => {
        expect(Date.parse(zonedTime(at * 1000, zone))).to.equal(at * 1000);
      }),
    );
  });

  it('find a key that is named twice, and only that', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({unit: 'binary'}), fc.jsonValue(), {minKeys: 1}), (object) => {
        const json = JSON.stringify(object);
        expect(hasDuplicateKeys(json)).to.equal(false);
        const [key] = Object.keys(object);
        expect(hasDuplicateKeys(json.replace(/}$/, `,${JSON.stringify(key)}:1}`))).to.equal(true);
      }),
    );
  });
});
