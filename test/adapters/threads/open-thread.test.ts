import {expect} from 'chai';
import {openThread, type Thread} from '../../../src/adapters/threads/open-thread.ts';
import type {Progress} from '../../../src/application/events/progress.ts';
import type {TestFunctions} from '../../support/thread-of-tests.ts';

const FILE = new URL('../../support/thread-of-tests.mjs', import.meta.url);

describe('a worker thread', () => {
  let stop: AbortController;
  let told: number[];
  let threads: Thread<TestFunctions>[];
  const observe = (progress: Progress) => {
    if (progress.type === 'rows') told.push(progress.done);
  };
  function open(data: unknown = {greeting: 'Hello'}): Thread<TestFunctions> {
    const thread = openThread<TestFunctions>({file: FILE, data, stopping: stop.signal, observe});
    threads.push(thread);
    return thread;
  }
  const failureOf = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('it answered'),
      (error: unknown) => error,
    );

  beforeEach(() => {
    stop = new AbortController();
    [told, threads] = [[], []];
  });
  afterEach(() => Promise.all(threads.map((thread) => thread.end())));

  it('answers each call with its own answer, whichever is ready first', async () => {
    const thread = open();
    const waiting = thread.call('untilStopped', null);
    expect(await Promise.all([thread.call('greet', 'you'), thread.call('greet', 'they')])).to.deep.equal([
      'Hello, you',
      'Hello, they',
    ]);
    stop.abort();
    expect(await waiting).to.equal('ended');
  });

  it('is stopped at once when it is opened by one who was asked to stop', async () => {
    stop.abort();
    const thread = open();
    await thread.call('greet', 'you');
    const late = await Promise.race([thread.call('untilStopped', null), thread.call('greet', 'late')]);
    expect(late).to.equal('Hello, late');
  });

  it('tells of progress in order, and before the answer', async () => {
    expect(await open().call('work', 3)).to.equal(3);
    expect(told).to.deep.equal([1, 2, 3]);
  });

  it('loses nothing of a failure', async () => {
    expect(await failureOf(open().call('fail', null)))
      .to.include({
        ...{name: 'Failure', kind: 'refused', message: 'no', advice: 'ask', database: 'spss', retryable: true},
      })
      .and.have.deep.property('pending', ['a@bank.test']);
  });

  it('makes a failure without ids of what nobody foresaw, also of what kept it from opening', async () => {
    expect(await failureOf(open().call('break', 'row 990990000001 is odd'))).to.include({
      ...{kind: 'unexpected', message: 'row [id] is odd'},
    });
    expect(await failureOf(open({greeting: ''}).call('greet', 'you'))).to.include({kind: 'configuration'});
  });

  it('fails what was under way when it dies, and starts anew', async () => {
    const thread = open();
    const [waiting, dying] = [thread.call('untilStopped', null), thread.call('die', null)].map(failureOf);
    for (const error of [await waiting, await dying]) expect(error).to.include({kind: 'unexpected'});
    expect(await thread.call('greet', 'you')).to.equal('Hello, you');
  });

  it('closes what it opened when it is ended, and is gone', async () => {
    const thread = open();
    await thread.call('greet', 'you');
    await thread.end();
    expect(told).to.deep.equal([-1]);
    await thread.end();
  });
});
