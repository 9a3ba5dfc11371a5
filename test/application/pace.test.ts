import {expect} from 'chai';
import {makePace, type PaceDeps} from '../../src/application/service/pace.ts';
import type {IsoInstant} from '../../src/domain/ids.ts';
import type {RunSummary} from '../../src/domain/run-summary.ts';
import {REFUSED_SLOT_PAUSE_MS} from '../../src/domain/slot-retry.ts';
import {steppedClock} from '../support/stepped-clock.ts';

const [SLOT, NEXT_SLOT] = ['2024-01-15T03:00:00.000Z', '2024-01-16T03:00:00.000Z'] as IsoInstant[];
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** A pace over what the test says is owed. */
function makePaceOf() {
  let open: RunSummary[] = [];
  const clock = steppedClock(0);
  const runs = {open: async () => open} as unknown as PaceDeps['runs'];
  const pace = makePace({runs, clock, rosterDays: 7});
  const owe = (...ids: string[]) => {
    open = ids.map((run_id) => ({report: {run_id, notifications: []}, isFinished: false, lastFailure: null})) as never;
  };
  const refuse = (id = 'a') => {
    open = open.map((it) => (it.report.run_id === id ? {...it, lastFailure: 'refused'} : it));
  };
  /** After how long it may be tried again. */
  const pauseFor = async (slot: IsoInstant | null = null) => {
    const began = clock.now();
    while (!(await pace.isDue(slot)) && clock.now() - began < 24 * HOUR) clock.advance(SECOND);
    return clock.now() - began;
  };
  return {pace, owe, refuse, pauseFor, owed: () => open};
}

describe('the pace of retries', () => {
  it('doubles its pauses while the same is owed, from 20 s up to 15 minutes', async () => {
    const {pace, owe, pauseFor} = makePaceOf();
    owe('a');
    expect(await pauseFor(), 'at once').to.equal(0);
    const pauses = [];
    for (let n = 0; n < 8; n++) {
      await pace.tried(null);
      pauses.push((await pauseFor()) / SECOND);
    }
    expect(pauses).to.deep.equal([20, 40, 80, 160, 320, 640, 900, 900]);
  });

  it('begins anew when something else is owed, which is tried at once', async () => {
    const {pace, owe, pauseFor} = makePaceOf();
    owe('a');
    for (let n = 0; n < 5; n++) await pace.tried(null);
    owe('a', 'b');
    expect(await pauseFor()).to.equal(0);
    await pace.tried(null);
    expect(await pauseFor()).to.equal(20 * SECOND);
  });

  it('leaves a database that refuses the login alone for long, so that it locks no account', async () => {
    const {pace, owe, refuse, pauseFor} = makePaceOf();
    owe('a');
    refuse();
    await pace.tried(null);
    expect(await pauseFor()).to.equal(3 * HOUR);
    await pace.tried(SLOT!);
    expect(await pauseFor(SLOT)).to.equal(REFUSED_SLOT_PAUSE_MS);
    expect(REFUSED_SLOT_PAUSE_MS).to.be.greaterThan(15 * MINUTE);
  });

  it('is that of a refused login though other runs are owed for other reasons, and not once it is let in', async () => {
    const {pace, owe, refuse, pauseFor, owed} = makePaceOf();
    owe('a', 'b');
    refuse('b');
    await pace.tried(null);
    expect(await pauseFor()).to.equal(3 * HOUR);
    for (const run of owed()) Object.assign(run, {isFinished: true});
    expect(await pace.isOwed()).to.equal(false);
  });

  it('tries a slot at once that nobody has tried here, and then at its pace', async () => {
    const {pace, owe, pauseFor} = makePaceOf();
    owe('a');
    await pace.tried(SLOT!);
    expect(await pauseFor(SLOT)).to.equal(20 * SECOND);
    await pace.tried(null);
    expect(await pace.isDue(SLOT!), 'the slot is still the one that was tried').to.equal(false);
    expect(await pauseFor(NEXT_SLOT)).to.equal(0);
  });

  it('owes nothing, and so waits for nothing, once all is done', async () => {
    const {pace, owe, pauseFor} = makePaceOf();
    owe('a');
    expect(await pace.isOwed()).to.equal(true);
    await pace.tried(null);
    owe();
    expect(await pace.isOwed()).to.equal(false);
    expect(await pauseFor()).to.equal(0);
  });
});
