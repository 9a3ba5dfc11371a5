import {judgeAsked, ok, skipped, together, unknown, warned} from '../../src/application/checks/judgement.ts';
import {AWAY, expectSaid} from '../support/said-of-checks.ts';

describe('several judgements as one', () => {
  it('are as bad as the worst, in the words of all that are not well, each once', () => {
    const bad = (found: string, expected: string) => warned(found, {expected, mend: 'mend it'});
    expectSaid([
      [together([ok('a'), ok('b')]), 'ok: a; b |  | '],
      [together([skipped('a'), ok('b')]), 'ok: b |  | '],
      [together([skipped('a'), skipped('b')]), 'skipped: a; b |  | '],
      [together([bad('a', 'x'), ok('b'), bad('c', 'y')]), 'warn: a; c | x; y | mend it'],
      [together([unknown('a'), warned('b'), warned('b')]), 'warn: a; b |  | '],
      [together([ok('a'), unknown('b')]), 'unknown (away): b |  | '],
      [together([]), 'ok:  |  | '],
    ]);
  });

  it('are unknown where one could not be asked', () => {
    expectSaid([
      [judgeAsked({value: 1}, (n) => ok(String(n))), 'ok: 1 |  | '],
      [judgeAsked({failure: AWAY}, () => ok('x')), 'unknown (away): no listener |  | '],
    ]);
  });
});
