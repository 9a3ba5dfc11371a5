import {expect} from 'chai';
import {stateAnswers, whileStateAnswers as whileAnswers} from '../../../src/adapters/http/while-state-answers.ts';
import {Failure} from '../../../src/application/failure.ts';
import {steppedClock} from '../../support/stepped-clock.ts';

const whileStateAnswers = (probe: () => Promise<unknown>, clock: ReturnType<typeof steppedClock>) =>
  whileAnswers(stateAnswers(probe, clock), clock);
const never = () => new Promise<never>(() => {});

/** Answers the failure's message and how long it took, in ms of the clock. */
async function refusalOf(probe: () => Promise<unknown>, call: () => Promise<unknown>) {
  const clock = steppedClock(0);
  const told = await whileStateAnswers(probe, clock)(call)().catch((error: Failure) => error);
  expect(told).to.be.instanceOf(Failure);
  return {message: (told as Failure).message, ms: clock.elapsed()};
}

describe('a call over HTTP while the state store', () => {
  it('is away, is refused with its reason and never begun', async () => {
    const gone = () => Promise.reject(new Failure('unreachable', 'gone'));
    const {message, ms} = await refusalOf(gone, () => expect.fail('begun'));
    expect([message, ms <= 3_000]).to.deep.equal(['gone', true]);
  });

  it('is silent, is refused within 3 s', async () => {
    const {message, ms} = await refusalOf(never, never);
    expect([message, ms <= 3_000]).to.deep.equal(['the state store does not answer', true]);
  });

  it('falls silent in its midst, is given up within 3 s', async () => {
    const clock = steppedClock(0);
    let begun: number | null = null;
    const call = () => {
      begun = clock.elapsed();
      return never();
    };
    const promptly = whileStateAnswers(() => (begun === null ? Promise.resolve() : never()), clock);
    const told = await promptly(call)().catch((error: Failure) => error);
    expect(told).to.include({kind: 'unreachable'});
    expect(clock.elapsed() - (begun ?? 0)).to.be.at.most(3_000);
  });

  it('answers, may last as long as it does, and fails as it does', async () => {
    const clock = steppedClock(0);
    const promptly = whileStateAnswers(async () => {}, clock);
    const long = promptly(async (name: string) => {
      for (let i = 0; i < 1_000; i++) await Promise.resolve();
      return `${name} done`;
    });
    expect(await long('it')).to.equal('it done');
    expect(clock.elapsed()).to.be.greaterThan(3_000);
    const failed = await promptly(() => Promise.reject(new Failure('refused', 'no')))().catch((error) => error);
    expect(failed).to.include({kind: 'refused', message: 'no'});
  });
});
