import {expect} from 'chai';
import {foldRun, type Run} from '../../src/domain/run.ts';
import type {Decision} from '../../src/domain/run-decisions.ts';
import type {RunEvent} from '../../src/domain/run-events.ts';

type Answer = {
  /** Exactly these events, in this order; none means nothing. */
  readonly gives: (...expected: RunEvent[]) => void;
  readonly types: readonly RunEvent['type'][];
  /** All that has happened now: what was given and what was answered. */
  readonly history: readonly RunEvent[];
  readonly run: Run;
};

/** Given these events, when this is decided, then it gives those. */
export function given(...events: readonly RunEvent[]): {when: (decision: Decision) => Answer} {
  return {
    when: (decision) => {
      const answered = decision(foldRun(events));
      const history = [...events, ...answered];
      return {
        gives: (...expected) => expect(answered).to.deep.equal(expected),
        types: answered.map(({type}) => type),
        history,
        run: foldRun(history),
      };
    },
  };
}

/** The history that these decisions make, one after the other. */
export function historyOf(...decisions: readonly Decision[]): RunEvent[] {
  const history: RunEvent[] = [];
  for (const decision of decisions) history.push(...decision(foldRun(history)));
  return history;
}
