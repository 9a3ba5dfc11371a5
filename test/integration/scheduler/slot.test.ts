import {expect} from 'chai';
import {beforeSlot} from '../../support/faked-clock.ts';
import {fill} from '../../support/filled.ts';
import {installations} from '../../support/installation.ts';
import {STARTED, services} from '../../support/running-service.ts';
import {ALMATY, COMPLETED, expectOneRun, lateness, startEarlier} from '../../support/slot-runs.ts';
import {STORES, stateStores} from '../../support/state-stores.ts';

const PEOPLE = 303;

describe('service processes that are up shortly before nine in Almaty', () => {
  const install = installations();
  const {settingsOf} = stateStores();
  const {start, killAll} = services();
  afterEach(killAll);

  for (const store of STORES)
    for (const count of [1, 2, 5]) {
      it(`run the day once at nine: ${count} of them, state in ${store}`, async () => {
        const at = install({...ALMATY, ...(await settingsOf(store))});
        await fill(at, {people: PEOPLE});
        const upMs = await startEarlier(at, start);
        const clock = beforeSlot(2_000 + 2 * count * upMs);
        const all = Array.from({length: count}, () => start(at, clock));
        await Promise.all(all.map((service) => service.hears(STARTED)));
        await Promise.any(all.map((service) => service.hears(COMPLETED)));
        for (const service of all) expect((await service.stop()).code, service.said()).to.equal(0);
        const late = lateness(await expectOneRun(at, PEOPLE));
        // Its own look comes after 20 s at the latest: earlier, the alarm has rung. How early is a matter of the machine.
        expect(late).to.be.within(0, 15_000);
      });
    }
});
