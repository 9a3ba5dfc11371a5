import {expect} from 'chai';
import {type Clocks, checkClocks} from '../../src/application/service/check-clocks.ts';
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
