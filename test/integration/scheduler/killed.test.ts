import {expect} from 'chai';
import {beforeSlot} from '../../support/faked-clock.ts';
import {fill} from '../../support/filled.ts';
import {installations} from '../../support/installation.ts';
import {STARTED, services} from '../../support/running-service.ts';
import {ALMATY, COMPLETED, expectOneRun, startEarlier} from '../../support/slot-runs.ts';
import {STORES, type Store, stateStores} from '../../support/state-stores.ts';

const PEOPLE = 3_003;

describe('a service killed in the middle of its run', () => {
  const install = installations();
  const {settingsOf} = stateStores();
  const {start, killAll} = services();
  afterEach(killAll);

  /** Both at once: they mostly wait. */
  it(`is replaced by the one that lives, within a minute of its lease's end: state in ${STORES.join(' and in ')}`, async () => {
    await Promise.all(STORES.map(killAndFinish));
  }).timeout(120_000);

  async function killAndFinish(store: Store): Promise<void> {
    const at = install({...ALMATY, LEASE: '2s', BATCH_ROWS: '50', ...(await settingsOf(store))});
    await fill(at, {people: PEOPLE});
    await startEarlier(at, start);
    const clock = beforeSlot(6_000);
    const both = [start(at, clock), start(at, clock)];
    await Promise.all(both.map((service) => service.hears(STARTED)));
    const runner = await Promise.any(
      both.map(async (service) => {
        await service.hears('Group written');
        return service;
      }),
    );
    await runner.stop('SIGKILL');
    const other = both.find((service) => service !== runner)!;
    await other.hears(COMPLETED, 62_000);
    expect((await other.stop()).code, other.said()).to.equal(0);
    const events = await expectOneRun(at, PEOPLE);
    expect(events.map(({type}) => type)).to.include('RunResumed');
    const verified = await at.run('verify');
    expect(verified.code, verified.out).to.equal(0);
  }
});
