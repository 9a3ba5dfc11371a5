import {expect} from 'chai';
import {cached} from '../../src/application/cached.ts';
import {serially} from '../../src/application/serially.ts';
import {sharedWhileAsked} from '../../src/application/shared-while-asked.ts';
import {within} from '../../src/application/within.ts';
import {steppedClock} from '../support/stepped-clock.ts';

/** Counts how often it is made; each answer waits until it is given, and may fail. */
function makeSource() {
  const asked: {give(): void; fail(): void}[] = [];
  const make = () =>
    new Promise<number>((resolve, reject) => {
      const n = asked.length + 1;
      asked.push({give: () => resolve(n), fail: () => reject(new Error(`failed ${n}`))});
    });
  return {asked, make};
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a cached answer', () => {
  it('is the same to all who come while it is made, and for its time', async () => {
    const [{asked, make}, clock] = [makeSource(), steppedClock(0)];
    const ask = cached(make, clock, 1_000);
    const both = Promise.all([ask(), ask()]);
    asked[0]!.give();
    expect(await both).to.deep.equal([1, 1]);
    clock.advance(999);
    expect(await ask()).to.equal(1);
    expect(asked).to.have.length(1);
    clock.advance(1);
    const fresh = ask();
    asked[1]!.give();
    expect(await fresh).to.equal(2);
  });

  it('counts its time from when it was there, not from when it was asked for', async () => {
    const [{asked, make}, clock] = [makeSource(), steppedClock(0)];
    const ask = cached(make, clock, 1_000);
    const first = ask();
    clock.advance(5_000);
    asked[0]!.give();
    await first;
    clock.advance(999);
    expect([await ask(), asked.length]).to.deep.equal([1, 1]);
  });

  it('that failed is asked for anew at once', async () => {
    const {asked, make} = makeSource();
    const ask = cached(make, steppedClock(0), 1_000);
    const failed = ask().catch(({message}) => message);
    asked[0]!.fail();
    expect(await failed).to.equal('failed 1');
    const again = ask();
    asked[1]!.give();
    expect(await again).to.equal(2);
  });

  it('is given for longer while a new one is made, but not for ever', async () => {
    const [{asked, make}, clock] = [makeSource(), steppedClock(0)];
    const ask = cached(make, clock, 1_000, 500);
    const first = ask();
    asked[0]!.give();
    await first;
    clock.advance(1_499);
    expect([await ask(), await ask(), asked.length]).to.deep.equal([1, 1, 2]);
    asked[1]!.give();
    await settled();
    expect([await ask(), asked.length]).to.deep.equal([2, 2]);
    clock.advance(1_500);
    const late = ask();
    asked[2]!.give();
    expect(await late).to.equal(3);
  });

  it('asks anew in time although the clock was set back', async () => {
    const clock = steppedClock(0);
    let asked = 0;
    const ask = cached(async () => ++asked, clock, 1000);
    expect(await ask()).to.equal(1);
    clock.jump(-5 * 3_600_000);
    clock.advance(1000);
    expect(await ask()).to.equal(2);
  });
});

describe('work in turn', () => {
  it('begins once what came before has ended, however that went', async () => {
    const [inTurn, {asked, make}] = [serially(), makeSource()];
    const first = inTurn(make).catch(({message}) => message);
    const second = inTurn(make);
    await settled();
    expect(asked).to.have.length(1);
    asked[0]!.fail();
    expect(await first).to.equal('failed 1');
    await settled();
    asked[1]!.give();
    expect(await second).to.equal(2);
  });
});

describe('the same question', () => {
  it('is answered once while it is asked, another by itself, and anew when asked again', async () => {
    const {asked, make} = makeSource();
    const ask = sharedWhileAsked((_given: {readonly date: string}) => make());
    const three = Promise.all([ask({date: '15'}), ask({date: '15'}), ask({date: '16'})]);
    for (const it of asked) it.give();
    expect(await three).to.deep.equal([1, 1, 2]);
    const again = ask({date: '15'});
    asked[2]!.give();
    expect(await again).to.equal(3);
  });

  it('is asked anew after a failure, which all get who waited for it', async () => {
    const {asked, make} = makeSource();
    const ask = sharedWhileAsked((_given: null) => make());
    const both = Promise.allSettled([ask(null), ask(null)]);
    asked[0]!.fail();
    expect((await both).map(({status}) => status)).to.deep.equal(['rejected', 'rejected']);
    void ask(null);
    expect(asked).to.have.length(2);
  });
});

describe('work within a time', () => {
  it('is answered, and nobody waits for the rest of the time', async () => {
    let given: AbortSignal | undefined;
    const sleep = (_ms: number, signal?: AbortSignal) => {
      given = signal;
      return new Promise<void>(() => {});
    };
    expect(await within({sleep}, 1_000, Promise.resolve('done'))).to.equal('done');
    expect(given?.aborted).to.equal(true);
  });

  it('that lasts longer is not waited for', async () => {
    const slept: number[] = [];
    const sleep = async (ms: number) => void slept.push(ms);
    expect(await within({sleep}, 1_000, new Promise(() => {}))).to.equal(undefined);
    expect(slept).to.deep.equal([1_000]);
  });
});
