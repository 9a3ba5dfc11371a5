import {expect} from 'chai';
import {Failure} from '../../src/application/failure.ts';
import type {OracleFacts} from '../../src/application/ports/check-facts.ts';
import type {Judgement} from '../../src/application/ports/check-result.ts';

/** When all judgements of the tests are made: 09:30 in Almaty. */
export const NOW = Date.parse('2026-11-27T04:30:00Z');
export const ZONE = 'Asia/Almaty';
export const DAY_MS = 86_400_000;

export const AWAY = new Failure('unreachable', 'no listener', {advice: 'start it'});
export const REFUSED = new Failure('refused', 'ORA-01017', {advice: 'renew it'});

/** An Oracle in which all is well. */
export const WELL: OracleFacts = {
  identity: {value: {role: 'PRIMARY', uniqueName: 'DB1', container: 'PDB', service: 'sc'}},
  grants: {value: {refused: [], excess: []}},
  unlockable: {value: []},
  unindexed: {value: []},
  account: {value: {status: 'OPEN', expiresInDays: 90}},
  warnings: [],
};

/** All that a person is shown, in a line: the state, what was found | what should be | what to do. */
export const said = ({state, found, expected, mend, isAway}: Judgement): string =>
  [`${state}${isAway ? ' (away)' : ''}: ${found}`, expected, mend].map((it) => it ?? '').join(' | ');

/** Each judgement shows the line beside it. */
export function expectSaid(table: readonly (readonly [judgement: Judgement, line: string])[]): void {
  expect(table.map(([judgement]) => said(judgement))).to.deep.equal(table.map(([, line]) => line));
}
