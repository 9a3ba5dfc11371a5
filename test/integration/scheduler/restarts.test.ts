import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {beforeSlot} from '../../support/faked-clock.ts';
import {fill} from '../../support/filled.ts';
import {type Installation, installations} from '../../support/installation.ts';
import {keystream, seedNumber} from '../../support/keystream.ts';
import {services} from '../../support/running-service.ts';
import {ALMATY, expectOneRun, runsOf, startEarlier} from '../../support/slot-runs.ts';
import {STORES, type Store, stateStores} from '../../support/state-stores.ts';

const PEOPLE = 1_003;
const RESTARTS = 20;
const SEED = Number(process.env.RESTART_SEED ?? Date.now() % 1_000_000);

describe(`a service restarted ${RESTARTS} times around nine (RESTART_SEED=${SEED})`, () => {
  const install = installations();
  const {settingsOf} = stateStores();
  const {start, killAll} = services();
  afterEach(killAll);

  it(`neither loses nor doubles the run: state in ${STORES.join(' and in ')}`, async () => {
    await Promise.all(STORES.map(restartAroundNine));
  }).timeout(150_000);

  /** Every other time killed, else asked to stop; at any moment from before it is up until it is amidst its run. */
  async function restartAroundNine(store: Store): Promise<void> {
    const next = keystream(seedNumber(SEED));
    const at = install({...ALMATY, LEASE: '1s', BATCH_ROWS: '50', ...(await settingsOf(store))});
    await fill(at, {people: PEOPLE});
    await startEarlier(at, start);
    const clock = beforeSlot(12_000);
    let service = start(at, clock);
    for (let i = 0; i < RESTARTS; i++) {
      await delay(next() % 1_600);
      const {code, signal} = await service.stop(i % 2 ? 'SIGKILL' : 'SIGTERM');
      // Before it heeds signals, any ends it.
      expect(code === 0 || signal !== null, service.said()).to.equal(true);
      service = start(at, clock);
    }
    // It may have run before the last of them came.
    for (const deadline = Date.now() + 60_000; !(await hasCompleted(at)); await delay(500))
      if (Date.now() > deadline) throw new Error(`the run was lost:\n${service.said()}`);
    await service.stop();
    await expectOneRun(at, PEOPLE);
  }
});

async function hasCompleted(at: Installation): Promise<boolean> {
  return (await runsOf(at)).some(({status}) => status === 'completed');
}
