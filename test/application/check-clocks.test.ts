import {expect} from 'chai';
import {agreedTime, type Clocks, checkClocks} from '../../src/application/service/check-clocks.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const ZONE = 'Asia/Almaty';
const NOW = Date.parse('2025-03-10T04:00:00Z');
const clock = steppedClock(NOW);

/** A database that shows its wall clock only, in this zone, so far off. */
const database = (offMs = 0, zone = ZONE): Clocks['tables']['spss'] => ({
  sysdate: async () => wallTime(NOW + offMs, zone),
});
const away = {
  sysdate: async () => {
    throw new Error('no answer');
  },
};

const check = ({stateTime = null, ...change}: Partial<Clocks['tables'] & Pick<Clocks, 'stateTime'>>) =>
  checkClocks({clock, zone: ZONE, tables: {dssb_app: database(), spss: database(), ...change}, stateTime});

describe('the clocks that a run relies on', () => {
  it('are well within 30 s of each other', async () => {
    const stateTime = async () => NOW + 30_000;
    expect(await check({dssb_app: database(30_000), spss: database(-30_000), stateTime})).to.deep.equal([]);
  });

  it('of a database that is 40 s ahead or behind are warned of', async () => {
    expect(await check({dssb_app: database(40_000)})).to.deep.equal([
      "the SYSDATE of DSSB_APP is 40 s ahead of this machine's time in Asia/Almaty: set the clocks, or the zone of the one that is wrong",
    ]);
    const [warning] = await check({spss: database(-40_000)});
    expect(warning).to.match(/^the SYSDATE of SPSS is 40 s behind/);
  });

  it('of a database in another zone, 5 h off, are warned of', async () => {
    const [warning, ...others] = await check({dssb_app: database(0, 'UTC')});
    expect(warning).to.match(/^the SYSDATE of DSSB_APP is 18000 s behind/);
    expect(others).to.deep.equal([]);
  });

  it('of a database of before 2024-03-01, when Almaty was an hour further, are warned of', async () => {
    const [warning] = await check({spss: database(0, 'Etc/GMT-6')});
    expect(warning).to.match(/^the SYSDATE of SPSS is 3600 s ahead/);
  });

  it('of the state store are warned of', async () => {
    const [warning] = await check({stateTime: async () => NOW - 31_000});
    expect(warning).to.match(/^the clock of the state store is 31 s behind/);
  });

  it('of all three are told at once; one that cannot be asked hides no other', async () => {
    const stateTime = async () => NOW + 60_000;
    expect(await check({dssb_app: database(40_000), spss: database(-5 * 3_600_000), stateTime})).to.have.length(3);
    expect(await check({dssb_app: away, spss: database(40_000)})).to.have.length(1);
  });
});

describe('what time it is', () => {
  const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
  const DAY = 24 * HOUR;

  /** How far ahead of this machine's clock (ms), where the databases (null: away) and a state store are so far ahead. */
  const agreed = async ([dssb, spss]: readonly (number | null)[], stateMs?: number | null, now = NOW) => {
    const shown = (off: number | null | undefined) =>
      off === null || off === undefined ? away : {sysdate: async () => wallTime(now + off, ZONE)};
    const stateTime = () => (stateMs === null ? Promise.reject(new Error('away')) : Promise.resolve(now + stateMs!));
    const clocks = {clock: steppedClock(now), zone: ZONE, tables: {dssb_app: shown(dssb), spss: shown(spss)}};
    return (await agreedTime({...clocks, stateTime: stateMs === undefined ? null : stateTime})) - now;
  };

  it("is this machine's, unless most of the databases that answer say otherwise", async () => {
    const cases: readonly [dssb: number | null, spss: number | null, expected: number][] = [
      [0, 0, 0],
      [30 * SECOND, 30 * SECOND, 0],
      [31 * SECOND, 31 * SECOND, 31 * SECOND],
      [-31 * SECOND, -31 * SECOND, -31 * SECOND],
      [40 * SECOND, 0, 0],
      [40 * SECOND, -40 * SECOND, 0],
      [2 * DAY + 61 * SECOND, DAY + 61 * SECOND, 2 * DAY + 61 * SECOND],
      [null, 40 * SECOND, 40 * SECOND],
      [null, null, 0],
    ];
    for (const [dssb, spss, expected] of cases)
      expect(await agreed([dssb, spss]), `${dssb} ${spss}`).to.equal(expected);
  });

  it('is not what databases of other zones show: whole quarters of an hour, up to 14 hours', async () => {
    const cases: readonly [off: number, expected: number][] = [
      [15 * MINUTE, 0],
      [-15 * MINUTE, 0],
      [15 * MINUTE + 30 * SECOND, 0],
      [15 * MINUTE - 30 * SECOND, 0],
      [15 * MINUTE + 31 * SECOND, 15 * MINUTE + 31 * SECOND],
      [15 * MINUTE - 31 * SECOND, 15 * MINUTE - 31 * SECOND],
      [5 * HOUR + 45 * MINUTE, 0],
      [14 * HOUR, 0],
      [14 * HOUR + 15 * MINUTE, 14 * HOUR + 15 * MINUTE],
      [-14 * HOUR - 15 * MINUTE, -14 * HOUR - 15 * MINUTE],
    ];
    for (const [off, expected] of cases) expect(await agreed([off, off]), String(off)).to.equal(expected);
  });

  it('is told right over a day on which the zone had another offset', async () => {
    const now = Date.parse('2024-02-29T12:00:00Z');
    expect(await agreed([DAY + 61 * SECOND, null], undefined, now)).to.equal(DAY + 61 * SECOND);
  });

  it("is the state store's where it has a clock, whatever the databases show; it may be away", async () => {
    expect(await agreed([0, 0], 40 * SECOND)).to.equal(40 * SECOND);
    expect(await agreed([40 * SECOND, 40 * SECOND], 0)).to.equal(0);
    expect(await agreed([40 * SECOND, 40 * SECOND], null)).to.equal(0);
  });
});
