import {setImmediate} from 'node:timers/promises';
import {expect} from 'chai';
import type {Connection} from 'oracledb';
import {deadlines} from '../../../src/adapters/oracle/deadlines.ts';
import {sessionOn} from '../../../src/adapters/oracle/oracle-session.ts';

const FULL = Array.from({length: 10_000}, () => ['990990000001']);

/** A session whose only query answers these batches, and what the driver was asked in turn; a batch may fail. */
function sessionOver(batches: (string[][] | Error)[]) {
  const told: string[] = [];
  const resultSet = {
    getRows: async () => {
      told.push('asked');
      await setImmediate();
      told.push('answered');
      const batch = batches.shift() ?? [];
      if (batch instanceof Error) throw batch;
      return batch;
    },
    close: async () => void told.push('closed'),
  };
  const connection = {execute: async () => ({resultSet})} as unknown as Connection;
  const bound = <Answer>(call: Promise<Answer>) => call;
  return {told, session: sessionOn(connection, {bound, deadlines: deadlines(1_000), callTimeoutMs: 1_000})};
}

describe('an Oracle session, streaming rows', () => {
  it('asks for the next batch before the caller has done with one, and for none after one that is not full', async () => {
    const {told, session} = sessionOver([FULL, [['990990000002']]]);
    const seen: number[] = [];
    for await (const rows of session.stream('SELECT')) {
      seen.push(rows.length);
      told.push('worked');
    }
    expect(seen).to.deep.equal([10_000, 1]);
    expect(told).to.deep.equal(['asked', 'answered', 'asked', 'worked', 'answered', 'worked', 'closed']);
  });

  it('answers an empty result without a batch', async () => {
    const {told, session} = sessionOver([[]]);
    for await (const _ of session.stream('SELECT')) expect.fail();
    expect(told).to.deep.equal(['asked', 'answered', 'closed']);
  });

  it('tells a failure that came meanwhile after the rows before it', async () => {
    const {told, session} = sessionOver([FULL, new Error('ORA-01555')]);
    let seen = 0;
    let failure: unknown;
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      for await (const rows of session.stream('SELECT')) {
        seen += rows.length;
        // Longer than the next batch takes.
        for (let turn = 0; turn < 5; turn++) await setImmediate();
      }
    } catch (error) {
      failure = error;
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(unhandled).to.deep.equal([]);
    expect(seen).to.equal(10_000);
    expect(failure).to.match(/ORA-01555/);
    expect(told.at(-1)).to.equal('closed');
  });

  it('is closed only when what is on its way has come, should the caller break off', async () => {
    const {told, session} = sessionOver([FULL, FULL]);
    for await (const _ of session.stream('SELECT')) break;
    expect(told).to.deep.equal(['asked', 'answered', 'asked', 'answered', 'closed']);
  });
});
