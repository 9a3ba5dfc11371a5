import {setTimeout as delay} from 'node:timers/promises';
import {expect} from 'chai';
import {beforeSlot} from '../../support/faked-clock.ts';
import {fill} from '../../support/filled.ts';
import {installations} from '../../support/installation.ts';
import {STARTED, services} from '../../support/running-service.ts';
import {ALMATY, COMPLETED, expectOneRun, startEarlier} from '../../support/slot-runs.ts';
import {stateStores} from '../../support/state-stores.ts';

const PEOPLE = 3_003;
const AWAY_MS = Number(process.env.OUTAGE_SECONDS ?? 20) * 1_000;
const TOLD = /MongoDB|state store|job store/;

describe(`a service whose MongoDB is gone for ${AWAY_MS / 1_000} s`, function () {
  this.timeout(AWAY_MS + 240_000);
  const install = installations();
  const {newServer} = stateStores();
  const {start, killAll} = services();
  after(killAll);

  /** All at once: they mostly wait. */
  const stories = {
    'at its start runs once when it is back, and says so meanwhile': atStart,
    'at nine runs once when it is back, and says so meanwhile': atNine,
    'in the middle of the run runs once when it is back, and says so meanwhile': midRun,
    'stops with 0 when asked': askedToStop,
  };
  let told: PromiseSettledResult<void>[];
  before(async () => {
    told = await Promise.allSettled(Object.values(stories).map((story) => story()));
  });
  for (const [i, what] of Object.keys(stories).entries())
    it(what, () => {
      const result = told[i]!;
      if (result.status === 'rejected') throw result.reason;
    });

  async function filled() {
    const {server, settings} = await newServer();
    const at = install({...ALMATY, LEASE: '2s', BATCH_ROWS: '50', ...settings});
    await fill(at, {people: PEOPLE});
    return {server, at};
  }

  async function askedToStop(): Promise<void> {
    const {server, at} = await filled();
    const idle = start(at, beforeSlot(3_600_000));
    await idle.hears(STARTED);
    const busy = start(at, beforeSlot(2_000));
    await busy.hears('Group written');
    await server.down();
    await busy.hears(TOLD);
    const asleep = start(at, beforeSlot(3_600_000));
    await asleep.hears(TOLD);
    for (const {code, tookMs} of await Promise.all([idle, busy, asleep].map((service) => service.stop())))
      expect([code, tookMs < 10_000], `${tookMs} ms; ${busy.said()}`).to.deep.equal([0, true]);
  }

  async function atStart(): Promise<void> {
    const {server, at} = await filled();
    await startEarlier(at, start);
    await server.down();
    const service = start(at, beforeSlot(2_000));
    await delay(AWAY_MS);
    expect(service.ended(), service.said()).to.equal(null);
    await expectBack(server, service, at);
  }

  async function atNine(): Promise<void> {
    const {server, at} = await filled();
    const toNineMs = 10_000 + 3 * (await startEarlier(at, start));
    const service = start(at, beforeSlot(toNineMs));
    await service.hears(STARTED);
    await server.down();
    await delay(toNineMs + AWAY_MS / 2);
    await expectBack(server, service, at);
  }

  async function midRun(): Promise<void> {
    const {server, at} = await filled();
    await startEarlier(at, start);
    const service = start(at, beforeSlot(2_000));
    await service.hears('Group written');
    await server.down();
    await delay(AWAY_MS);
    await expectBack(server, service, at);
  }

  async function expectBack(
    server: Awaited<ReturnType<typeof newServer>>['server'],
    service: ReturnType<typeof start>,
    at: Awaited<ReturnType<typeof filled>>['at'],
  ): Promise<void> {
    const warnings = service.lines().filter(({level, msg}) => String(level) === 'warn' && TOLD.test(msg));
    expect(warnings, service.said()).not.to.deep.equal([]);
    expect(service.said()).not.to.include(COMPLETED);
    await server.up();
    await service.hears(COMPLETED, 120_000);
    expect((await service.stop()).code, service.said()).to.equal(0);
    await expectOneRun(at, PEOPLE);
  }
});
