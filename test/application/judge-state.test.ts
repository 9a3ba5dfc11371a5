import {judgeState, judgeVersion} from '../../src/application/checks/state.ts';
import {Failure} from '../../src/application/failure.ts';
import type {StateFacts} from '../../src/application/ports/check-facts.ts';
import {AWAY, expectSaid} from '../support/said-of-checks.ts';

describe('what is said of the state', () => {
  it('of the state store', () => {
    const sqlite = (change: object) =>
      judgeState({value: {type: 'sqlite', bytes: 4e6, walBytes: 0, freeBytes: 1e6, journalMode: 'wal', damage: null, ...change} as StateFacts}); // biome-ignore format: a row
    const mongo = (change: object) =>
      judgeState({value: {type: 'mongodb', replicaSet: 'rs0', isPrimary: true, members: 3, missingIndexes: [], ...change} as StateFacts}); // biome-ignore format: a row
    const size = 'state.db has 4.0 MB, 1.0 MB of them free';
    const reader = 'end whatever keeps state.db open to read';
    const lost = 'what it confirms is lost with its disk | a replica set of three | ';
    expectSaid([
      [judgeState({failure: AWAY}), 'fail (away): no listener | an answer | start it'],
      [judgeState({value: null}), 'skipped: no state.db yet: it is made at the first start |  | '],
      [sqlite({}), `ok: ${size}, whole |  | `],
      [sqlite({damage: undefined}), `ok: ${size} |  | `],
      [sqlite({damage: 'page 3'}), 'fail: state.db is damaged: page 3 |  | restore a backup'],
      [sqlite({journalMode: 'delete'}), 'warn: journal_mode is delete | wal | '],
      [sqlite({walBytes: 100e6}), `ok: ${size}, whole |  | `],
      [sqlite({walBytes: 101e6}), `warn: state.db-wal has grown to 101.0 MB |  | ${reader}`],
      [sqlite({walBytes: 299e6, bytes: 3e8}), 'ok: state.db has 300.0 MB, 1.0 MB of them free, whole |  | '],
      [mongo({}), 'ok: rs0, 3 members, a primary |  | '],
      [mongo({isPrimary: false}), 'fail: no primary: nothing can be appended | a primary | '],
      [mongo({missingIndexes: ['a', 'b']}), 'warn: indexes are missing: a, b |  | the next start makes them'],
      [mongo({members: 2}), `warn: rs0 has 2 members: ${lost}`],
      [mongo({replicaSet: null, members: 5}), `warn: a server of its own: ${lost}`],
    ]);
  });

  it('of the last run as it stands in the log', () => {
    const newer = new Failure('usage', 'made by a newer version', {advice: 'run that'});
    const keep = 'softcollection verify --chain, and keep a copy of the state store';
    expectSaid([
      [judgeVersion({value: null}), 'ok: no run yet |  | '],
      [judgeVersion({value: {id: 'r', events: 7, breaks: []}}), 'ok: 7 events of r follow from each other |  | '],
      [judgeVersion({value: {id: 'r', events: 7, breaks: ['a', 'b']}}), `fail: a; b |  | ${keep}`],
      [judgeVersion({failure: newer}), 'fail: made by a newer version |  | run that'],
      [judgeVersion({failure: AWAY}), 'fail (away): no listener | an answer | start it'],
    ]);
  });
});
