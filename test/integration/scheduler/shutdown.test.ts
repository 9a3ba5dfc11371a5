import {expect} from 'chai';
import {beforeSlot} from '../../support/faked-clock.ts';
import {fill} from '../../support/filled.ts';
import {installations, jsonOf} from '../../support/installation.ts';
import {STARTED, services} from '../../support/running-service.ts';
import {ALMATY, COMPLETED, expectOneRun} from '../../support/slot-runs.ts';
import {STORES, type Store, stateStores} from '../../support/state-stores.ts';

const PEOPLE = 3_003;
/** The contract's word; the service itself gives up half a second before. */
const LONGEST_MS = 10_000;

describe('a service that is asked to stop', () => {
  const install = installations();
  const {settingsOf} = stateStores();
  const {start, killAll} = services();
  afterEach(killAll);

  it('ends with 0 while idle and amidst a run, which the next start finishes', () => inEach(stopTwice));
  it('is switched off and on by the command line, over restarts', () => inEach(switchOffAndOn));

  /** All stores at once: they mostly wait. */
  async function inEach(proof: (store: Store) => Promise<void>): Promise<void> {
    await Promise.all(STORES.map(proof));
  }

  async function stopTwice(store: Store): Promise<void> {
    const at = install({...ALMATY, BATCH_ROWS: '50', ...(await settingsOf(store))});
    await fill(at, {people: PEOPLE});
    const idle = start(at, beforeSlot(3_600_000));
    await idle.hears(STARTED);
    const first = await idle.stop();
    const clock = beforeSlot(2_000);
    const busy = start(at, clock);
    await busy.hears('Group written');
    const second = await busy.stop();
    expect(busy.said()).not.to.include(COMPLETED);
    const last = start(at, clock);
    await last.hears(COMPLETED);
    const third = await last.stop();
    for (const {code, tookMs} of [first, second, third]) {
      expect(code, busy.said()).to.equal(0);
      expect(tookMs).to.be.lessThan(LONGEST_MS);
    }
    await expectOneRun(at, PEOPLE);
  }

  async function switchOffAndOn(store: Store): Promise<void> {
    const at = install({...ALMATY, ...(await settingsOf(store))});
    await fill(at, {people: 10});
    let clock = beforeSlot(3_600_000);
    const ask = async <Answer>(words: string) => {
      const answer = await at.run(`${words} --json`, clock);
      expect(answer.code, answer.err).to.equal(0);
      return jsonOf<Answer>(answer);
    };
    let service = start(at, clock);
    await service.hears(STARTED);
    expect(await ask('status')).to.deep.include({status: 'running', next_run: '2025-03-10T09:00:00+05:00'});
    expect(await ask('next --count 2')).to.deep.equal({
      timezone: 'Asia/Almaty',
      next_runs: ['10', '11'].map((day) => ({
        job_id: 'daily_user_distribution',
        run_at: `2025-03-${day}T09:00:00+05:00`,
      })),
    });
    expect(await ask('scheduler stop')).to.deep.include({status: 'stopped', next_run: null, changed: true});
    expect((await service.stop()).code).to.equal(0);
    clock = beforeSlot(2_000);
    service = start(at, clock);
    await service.hears(/The slot .* was missed: switched_off/);
    expect(await ask('status')).to.deep.include({status: 'stopped', next_run: null, last_run: null});
    expect(await ask('next')).to.deep.include({next_runs: []});
    expect(await ask('scheduler start')).to.deep.include({
      status: 'running',
      next_run: '2025-03-11T09:00:00+05:00',
      changed: true,
    });
    await service.stop();
    service = start(at, clock);
    await service.hears(STARTED);
    expect(await ask('status')).to.deep.include({status: 'running', last_run: null});
  }
});
