import {setTimeout as delay} from 'node:timers/promises';
import type {AgendaBackend} from 'agenda';
import {expect} from 'chai';
import {agendaAlarm} from '../../src/adapters/agenda/agenda-alarm.ts';
import {JOB_NAME} from '../../src/adapters/agenda/job-definition.ts';
import {systemClock} from '../../src/adapters/clock/system-clock.ts';
import {Failure} from '../../src/application/failure.ts';
import type {AlarmClock, Ring} from '../../src/application/ports/alarm-clock.ts';
import type {Log} from '../../src/application/ports/log.ts';
import type {Schedule} from '../../src/application/ports/schedule.ts';
import {cuttable} from '../support/cuttable.ts';
import {iso, slotsAt} from '../support/slots.ts';
import {until} from '../support/until.ts';
import type {BackendHarness} from './agenda-backend.ts';

const soon = (ms: number) => Math.ceil((Date.now() + ms) / 10) * 10;

type More = {cron?: string; lockMs?: number; pollMs?: number; careMs?: number; backend?: AgendaBackend; log?: Log};

export function alarmClockContract(make: () => Promise<BackendHarness>): void {
  let harness: BackendHarness;
  let alarms: AlarmClock[];
  let rung: string[];
  let said: string[];
  let endings: (() => void)[];
  const say = (fields: object, message: string) => void said.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = {debug: say, info: say, warn: say, error: say};

  beforeEach(async () => {
    harness = await make();
    [alarms, rung, said, endings] = [[], [], [], []];
  });
  afterEach(async () => {
    await Promise.all(alarms.map((alarm) => alarm.stop(0)));
    for (const end of endings) end();
    await harness.close();
  });

  function alarm(schedule: Schedule, {cron = '0 9 * * *', backend = harness.open(), ...more}: More = {}): AlarmClock {
    const definition = {cron, timezone: 'Asia/Almaty', schedule};
    const made = agendaAlarm({backend, definition, clock: systemClock, log, owner: 'test', pollMs: 50, ...more});
    alarms.push(made);
    return made;
  }

  const note: Ring = async (slot) => {
    rung.push(slot);
  };
  /** Is not over before the test is. */
  const hang: Ring = (slot) => {
    rung.push(slot);
    return new Promise((resolve) => endings.push(resolve));
  };

  async function stored() {
    const backend = harness.open();
    await backend.connect();
    const {jobs} = await backend.repository.queryJobs({name: JOB_NAME});
    expect(jobs).to.have.length(1);
    return {job: jobs[0]!, repository: backend.repository};
  }

  const dueAndLock = async () => {
    const {nextRunAt, lockedAt} = (await stored()).job;
    return [nextRunAt, lockedAt];
  };

  it('rings once at each slot, not before it, however many listen to one store', async () => {
    const slots = [soon(400), soon(700), soon(1000)];
    const early: string[] = [];
    const ring: Ring = async (slot) => {
      if (Date.now() < Date.parse(slot)) early.push(slot);
      rung.push(slot);
    };
    await Promise.all(Array.from({length: 5}, () => alarm(slotsAt(...slots)).start(ring)));
    await until('the last slot rings', () => rung.includes(iso(slots[2]!)));
    await delay(200);
    expect([rung, early]).to.deep.equal([slots.map(iso), []]);
    expect((await stored()).job).to.deep.include({repeatInterval: '0 9 * * *', repeatTimezone: 'Asia/Almaty'});
  });

  it('rings in one process only, even if it takes longer than the lock lasts', async () => {
    const slots = [soon(200)];
    const ring: Ring = async (slot) => {
      rung.push(slot);
      await delay(1500);
      rung.push('over');
    };
    for (let i = 0; i < 3; i++) await alarm(slotsAt(...slots), {lockMs: 400}).start(ring);
    await until('it is over', () => rung.includes('over'));
    await delay(200);
    expect(rung).to.deep.equal([iso(slots[0]!), 'over']);
  });

  it('rings elsewhere when the process died that was ringing', async () => {
    const [slot] = [soon(200)];
    const {backend, cut} = cuttable(harness.open());
    const dying = alarm(slotsAt(slot), {backend, lockMs: 600});
    await dying.start(hang);
    await until('it rings', () => rung.length === 1);
    cut();
    await alarm(slotsAt(slot), {lockMs: 600}).start(note);
    await until('it rings again', () => rung.length === 2);
    await until('the next slot is due', async () => (await stored()).job.nextRunAt!.getTime() > slot);
    expect(rung).to.deep.equal([iso(slot), iso(slot)]);
  });

  it('rings elsewhere when the process died that had locked the job for the slot', async () => {
    const slot = soon(1_000);
    const first = alarm(slotsAt(slot));
    await first.start(note);
    await first.stop(0);
    const {repository} = await stored();
    const locked = await repository.getNextJobToRun(JOB_NAME, new Date(slot), new Date(0), undefined, undefined);
    expect(locked?.name).to.equal(JOB_NAME);
    await alarm(slotsAt(slot), {lockMs: 1_500}).start(note);
    await until('it rings', () => rung.length === 1);
    expect(rung).to.deep.equal([iso(slot)]);
  });

  it('rings late for what was missed while nobody listened: for the latest slot only', async () => {
    const slots = [soon(50), soon(100), soon(150)];
    const first = alarm(slotsAt(...slots));
    await first.start(note);
    await first.stop(1000);
    const early = rung.length;
    await delay(Math.max(0, slots[2]! - Date.now()) + 50);
    const {job} = await stored();
    await alarm(slotsAt(...slots)).start(note);
    expect((await stored()).job.nextRunAt!.getTime(), 'a start leaves the time alone').to.be.at.least(
      job.nextRunAt!.getTime(),
    );
    await until('it rings', () => rung.length > early);
    await delay(150);
    expect(rung.slice(early)).to.deep.equal([iso(slots[2]!)]);
  });

  it('follows a changed definition, and leaves the lock of an unchanged one', async () => {
    const [old, changed] = [soon(60_000), soon(300)];
    await alarm(slotsAt(old)).start(note);
    await alarm(slotsAt(changed), {cron: '30 8 * * *'}).start(async (slot) => {
      rung.push(slot);
      await delay(400);
    });
    expect((await stored()).job).to.include({repeatInterval: '30 8 * * *'});
    await until('it rings', () => rung.length === 1);
    await alarm(slotsAt(changed), {cron: '30 8 * * *'}).start(note);
    expect((await stored()).job.lockedAt).to.be.instanceOf(Date);
    await delay(600);
    expect(rung).to.deep.equal([iso(changed)]);
  });

  it('owes nothing from before its first start', async () => {
    const slot = soon(-1000);
    await alarm(slotsAt(slot)).start(note);
    await delay(200);
    expect(rung).to.deep.equal([]);
    expect((await stored()).job.nextRunAt).to.deep.equal(new Date(slot + 86_400_000));
  });

  it('gives a slot back that is cut short by a stop, at once, and a slot it had only locked', async () => {
    const slot = soon(200);
    const one = alarm(slotsAt(slot));
    await one.start((at, signal) => {
      rung.push(at);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    });
    await until('it rings', () => rung.length === 1);
    await one.stop(5000);
    const two = alarm(slotsAt(slot));
    await two.start(hang);
    await until('it rings again', () => rung.length === 2);
    await two.stop(50);
    expect(await dueAndLock()).to.deep.equal([new Date(slot), undefined]);

    const later = soon(60_000);
    const three = alarm(slotsAt(later), {cron: '1 1 * * *', pollMs: 120_000});
    await three.start(note);
    await until('it is locked', async () => (await stored()).job.lockedAt !== undefined);
    await three.stop(1000);
    expect(await dueAndLock()).to.deep.equal([new Date(later), undefined]);
    expect(rung).to.deep.equal([iso(slot), iso(slot)]);
  });

  it('does not ring again what was over when it was stopped', async () => {
    const slot = soon(200);
    const one = alarm(slotsAt(slot));
    await one.start(async (at) => {
      rung.push(at);
      await delay(300);
    });
    await until('it rings', () => rung.length === 1);
    await one.stop(5000);
    await alarm(slotsAt(slot)).start(note);
    await delay(200);
    expect(rung).to.deep.equal([iso(slot)]);
  });

  it('survives work that fails, says so without ids, and rings at the next slot', async () => {
    const slots = [soon(200), soon(500)];
    await alarm(slotsAt(...slots)).start(async (slot) => {
      rung.push(slot);
      throw new Error('row 900101300123 is refused');
    });
    await until('both ring', () => rung.length === 2);
    await until('the last failure is stored', async () => (await stored()).job.failCount === 2);
    const {failReason} = (await stored()).job;
    expect([failReason, said.some((line) => line.includes('900101300123'))]).to.deep.equal([
      'row [id] is refused',
      false,
    ]);
    expect(said.filter((line) => line.includes("the alarm's work failed: row [id] is refused"))).to.have.length(2);
    expect(rung).to.deep.equal(slots.map(iso));
  });

  it('rings when the store is back that was away at the slot, and says so once', async () => {
    const slot = soon(400);
    await alarm(slotsAt(slot), {lockMs: 1000}).start(note);
    await harness.down();
    await until('it notices', () => said.some((line) => line.includes('cannot reach its job store')));
    await delay(Math.max(0, slot - Date.now()) + 300);
    expect(rung).to.deep.equal([]);
    await harness.up();
    await until('it rings', () => rung.length === 1);
    expect(rung).to.deep.equal([iso(slot)]);
    expect(said.filter((line) => line.includes('cannot reach'))).to.have.length(1);
    expect(said.filter((line) => line.includes('reaches its job store again'))).to.have.length(1);
  });

  it('is not troubled by a store that goes away while it rings', async () => {
    const slots = [soon(200), soon(2500)];
    await alarm(slotsAt(...slots), {lockMs: 600}).start(async (slot) => {
      rung.push(slot);
      if (rung.length > 1) return;
      await harness.down();
      await delay(1000);
      await harness.up();
    });
    await until('the second slot rings', () => rung.includes(iso(slots[1]!)));
    expect(new Set(rung)).to.deep.equal(new Set(slots.map(iso)));
  });

  it('refuses to start without its store, as a failure that was foreseen, and starts once it is there', async () => {
    await harness.down();
    const slot = soon(1500);
    const waiting = alarm(slotsAt(slot));
    const error = await waiting.start(note).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Failure).with.property('kind', 'unreachable');
    await harness.up();
    await waiting.start(note);
    await until('it rings', () => rung.length === 1);
  });

  it('makes its job anew when that is removed or set to a far time', async () => {
    const slot = soon(800);
    await alarm(slotsAt(slot), {careMs: 50}).start(note);
    const {job, repository} = await stored();
    await repository.saveJob({...job, nextRunAt: new Date(slot + 9e9)}, undefined);
    await until('it is mended', async () => (await stored()).job.nextRunAt?.getTime() === slot);
    await repository.purgeAllJobs();
    await until('it rings', () => rung.length === 1);
    expect(rung).to.deep.equal([iso(slot)]);
  });

  it('stops promptly before it has started, and then does not listen', async () => {
    const slot = soon(200);
    const stopped = alarm(slotsAt(slot));
    const starting = stopped.start(note);
    await stopped.stop(60_000);
    await starting;
    await delay(400);
    expect(rung).to.deep.equal([]);
  });
}
