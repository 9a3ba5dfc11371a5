import {expect} from 'chai';
import fc from 'fast-check';
import {recordSendFailure} from '../../src/domain/notifications.ts';
import {foldRun, isFinished, pendingWrites, type Run} from '../../src/domain/run.ts';
import type {RunEvent} from '../../src/domain/run-events.ts';
import {owedDatabases} from '../support/owed.ts';
import {COMMAND_NAMES, command, commands, decisionOf, play} from '../support/reachable-run.ts';

const after = (events: readonly RunEvent[], more: readonly RunEvent[]) => foldRun([...events, ...more]);

/** A state's name, with whether it has a plan. */
const nameOf = (run: Run) => (run.status === 'new' ? 'new' : `${run.status}${run.plan ? ' planned' : ''}`);

const MAIL = ['NotificationSent', 'NotificationFailed'];

describe('any reachable run', () => {
  it('is any of the states: the commands reach them all, and each of them answers something', () => {
    const samples = fc.sample(commands, {numRuns: 1_000, seed: 20_240_115});
    const reached = new Set(samples.flatMap((said) => play(said).states).map(nameOf));
    const planned = ['running', 'partial', 'failed', 'abandoned', 'completed'].map((name) => `${name} planned`);
    expect([...reached].sort()).to.deep.equal(['failed', 'new', 'running', 'skipped', ...planned].sort());
    for (const name of COMMAND_NAMES) {
      const answered = samples.some((said) => {
        const {run} = play(said);
        return [0, 1, 2, 3, 4].some((n) => decisionOf({name, n}, run)(run).length > 0);
      });
      expect(answered, name).to.equal(true);
    }
  });

  it('answers nothing when the same is said twice', () => {
    const sayable = command.filter(({name}) => name !== 'mailFailed');
    fc.assert(
      fc.property(commands, sayable, (said, again) => {
        const {events, run} = play(said);
        const decision = decisionOf(again, run);
        expect(decision(after(events, decision(run)))).to.deep.equal([]);
      }),
      {numRuns: 2_000},
    );
  });

  it('counts each failed attempt to send a mail, until it is sent', () => {
    fc.assert(
      fc.property(commands, (said) => {
        const {events, run} = play(said);
        for (const {id, status, failures} of run.status === 'new' ? [] : run.notifications) {
          const attempt = recordSendFailure(id, 'no answer');
          const next = after(events, attempt(run));
          const mail = next.status === 'new' ? undefined : next.notifications.find((it) => it.id === id);
          expect(mail?.failures).to.equal(status === 'sent' ? failures : failures + 1);
        }
      }),
    );
  });

  it('survives storage: its history is plain JSON and folds to the same state', () => {
    fc.assert(
      fc.property(commands, (said) => {
        const {events, run} = play(said);
        const stored = JSON.parse(JSON.stringify(events)) as RunEvent[];
        expect(stored).to.deep.equal(events);
        expect(foldRun(stored)).to.deep.equal(run);
      }),
    );
  });

  it('once finished changes no more, but for its mail', () => {
    fc.assert(
      fc.property(commands, command, (said, next) => {
        const {run} = play(said);
        if (run.status === 'new' || !isFinished(run)) return;
        const answered = decisionOf(next, run)(run).filter(({type}) => !MAIL.includes(type));
        expect(answered).to.deep.equal([]);
      }),
      {numRuns: 1_000},
    );
  });

  it('keeps what must never break', () => {
    fc.assert(
      fc.property(commands, (said) => {
        let epoch = 0;
        for (const run of play(said).states) {
          if (run.status === 'new') continue;
          expect(run.epoch).to.be.at.least(epoch);
          epoch = run.epoch;
          const ids = run.notifications.map(({id}) => id);
          expect(new Set(ids).size).to.equal(ids.length);
          const success = run.notifications.some(({kind}) => kind === 'success');
          if (success || run.status === 'completed') {
            expect(run).to.include({status: 'completed'}).and.to.have.property('verified').that.is.an('array');
            expect(pendingWrites(run)).to.deep.equal([]);
          }
          if (run.status === 'partial') expect(owedDatabases(run)).to.have.length(1);
          if (run.status === 'failed') expect(isFinished(run)).to.equal(run.plan === null);
        }
      }),
      {numRuns: 1_000},
    );
  });
});
