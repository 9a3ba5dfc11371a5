import {expect} from 'chai';
import {checkService, type Parts} from '../../src/application/service/check-service.ts';
import type {WallTime} from '../../src/domain/ids.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const ZONE = 'Asia/Almaty';
const clock = steppedClock(Date.parse('2026-11-27T04:00:00Z'));
const CONNECTED = {connected: true, message: 'connected', latency_ms: 12};
const PARTS: Parts = {dssb_app: CONNECTED, spss: CONNECTED, state: CONNECTED, scheduler: CONNECTED};

const check = async (ahead: () => number, parts: Partial<Parts> = {}) => {
  const sysdate = async () => wallTime(clock.now() + ahead(), ZONE) as WallTime;
  const tables = {dssb_app: {sysdate}, spss: {sysdate}};
  return checkService(async () => ({...PARTS, ...parts}), {clock, zone: ZONE, tables, stateTime: null});
};
const never = () => {
  throw new Error('ORA-12541');
};

describe('the checks of a running service', () => {
  it('are by id, and fine when all answer and all clocks agree', async () => {
    const found = await check(() => 0);
    expect(found.map(({id, state}) => `${id} ${state}`)).to.deep.equal([
      'SC-D05 ok',
      'SC-D06 ok',
      'SC-D13 ok',
      'SC-D14 ok',
      'SC-D16 ok',
    ]);
  });

  it('fail where a part does not answer, in its words and with something to do', async () => {
    const spss = {connected: false, message: 'ORA-12541: no listener', latency_ms: 3};
    const fails = (await check(() => 0, {spss})).filter(({state}) => state !== 'ok');
    expect(fails).to.have.length(1);
    expect(fails[0]).to.include({id: 'SC-D06', state: 'fail', found: 'ORA-12541: no listener'});
    expect(fails[0]?.mend).to.be.a('string');
  });

  it('warn of a clock that is off, and do not know when none answers', async () => {
    const clockOf = async (ahead: () => number) => (await check(ahead)).find(({id}) => id === 'SC-D13');
    const warned = await clockOf(() => 45_000);
    expect(warned?.state).to.equal('warn');
    expect(warned?.found).to.include('45 s ahead');
    expect((await clockOf(never))?.state).to.equal('unknown');
  });
});
