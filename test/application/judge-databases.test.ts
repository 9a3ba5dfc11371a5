import {
  type DatabaseLook,
  judgeAccount,
  judgeClocks,
  judgeIdentity,
  judgeReach,
  judgeSecondReach,
  ofEach,
  ofEachOracle,
} from '../../src/application/checks/databases.ts';
import {ok, warned} from '../../src/application/checks/judgement.ts';
import type {Asked, DatabaseFacts, OracleFacts} from '../../src/application/ports/check-facts.ts';
import {wallTime} from '../../src/domain/wall-time.ts';
import {AWAY, expectSaid, NOW, REFUSED, WELL, ZONE} from '../support/said-of-checks.ts';

const oracle = (change: Partial<OracleFacts>): OracleFacts => ({...WELL, ...change});
const identity = (change: object) =>
  oracle({identity: {value: {role: 'PRIMARY', uniqueName: 'DB1', container: 'PDB', service: 'sc', ...change}}});
const account = (status: string, expiresInDays: number | null, warnings: OracleFacts['warnings'] = []) =>
  judgeAccount(oracle({account: {value: {status, expiresInDays}}, warnings}));
const facts = (change: Partial<DatabaseFacts>): Asked<DatabaseFacts> => ({
  value: {clock: {failure: AWAY}, columns: {failure: AWAY}, campaigns: null, users: null, oracle: WELL, ...change},
});
const look = (found: Asked<DatabaseFacts>, isAnswered = true): DatabaseLook => ({
  answered: isAnswered ? {what: 'db:1521/S as U', ms: 12.4} : null,
  facts: found,
});
const both = (dssb: DatabaseLook, spss: DatabaseLook = dssb) => ({dssb_app: dssb, spss});

describe('what is said of the databases', () => {
  it('of a database that is reached or not', () => {
    const down = look({failure: AWAY}, false);
    expectSaid([
      [judgeReach(look(facts({}))), 'ok: db:1521/S as U, 12 ms |  | '],
      [judgeReach(look({failure: AWAY})), 'ok: db:1521/S as U, 12 ms |  | '],
      [judgeReach(look(facts({}), false)), 'ok: it answers |  | '],
      [judgeReach(down), 'fail (away): no listener | an answer | start it'],
      [judgeReach(look({failure: REFUSED}, false)), 'fail: ORA-01017 | an answer | renew it'],
      [ofEach(both(look(facts({})), down), (_, name) => ok(name)), 'ok: DSSB_APP: dssb_app |  | '],
      [ofEach(both(down), () => ok('x')), 'skipped: DSSB_APP: after SC-D05; SPSS: after SC-D06 |  | '],
      [
        ofEach(both(look({failure: AWAY}), look(facts({}))), () => ok('x')),
        'unknown (away): DSSB_APP: no listener |  | ',
      ],
      [ofEachOracle(both(look(facts({}))), () => warned('x')), 'warn: DSSB_APP: x; SPSS: x |  | '],
      [ofEachOracle(both(down, look(facts({oracle: null}))), () => ok('x')), 'skipped: of Oracle only |  | '],
      [ofEachOracle(both(down), () => ok('x')), 'skipped: DSSB_APP: after SC-D05; SPSS: after SC-D06 |  | '],
    ]);
  });

  it('of two databases that are one', () => {
    const named = (change: object) => look(facts({oracle: identity(change)}));
    const hosts = {dssb_app: 'a', spss: 'b'};
    const reached = 'ok: db:1521/S as U, 12 ms |  | ';
    const advice = '| two, or one by one address | correct SPSS_ORACLE_HOST or ORACLE_HOST';
    const unsure = look(facts({oracle: oracle({identity: {failure: AWAY}})}));
    expectSaid([
      [
        judgeSecondReach(both(named({})), hosts),
        `warn: DSSB_APP (a) and SPSS (b) lead to one database, DB1/PDB ${advice}`,
      ],
      [
        judgeSecondReach(both(named({container: null})), hosts),
        `warn: DSSB_APP (a) and SPSS (b) lead to one database, DB1 ${advice}`,
      ],
      [judgeSecondReach(both(named({})), {dssb_app: 'a', spss: 'a'}), reached],
      [judgeSecondReach(both(named({}), named({container: 'OTHER'})), hosts), reached],
      [judgeSecondReach(both(named({uniqueName: null})), hosts), reached],
      [judgeSecondReach(both(unsure), hosts), reached],
      [judgeSecondReach(both(look(facts({oracle: null}))), hosts), reached],
      [judgeSecondReach(both(look({failure: AWAY})), hosts), reached],
      [
        judgeSecondReach(both(named({}), look({failure: AWAY}, false)), hosts),
        'fail (away): no listener | an answer | start it',
      ],
    ]);
  });

  it('of what Oracle says that it is', () => {
    expectSaid([
      [judgeIdentity(WELL), 'ok: DB1 / PDB / sc, PRIMARY |  | '],
      [
        judgeIdentity(identity({role: 'PHYSICAL STANDBY', container: null})),
        'fail: DB1 / sc, PHYSICAL STANDBY | PRIMARY | name the service that follows the primary',
      ],
      [judgeIdentity(identity({role: null})), 'unknown (away): DB1 / PDB / sc, and no role |  | '],
      [judgeIdentity(identity({uniqueName: null, container: null, service: null})), 'ok: no name told, PRIMARY |  | '],
      [judgeIdentity(oracle({identity: {failure: REFUSED}})), 'unknown (away): ORA-01017 |  | '],
    ]);
  });

  it('of the account, as soon as two weeks are left', () => {
    const expires = '| OPEN, more than 14 days | ';
    const told = [{kind: 'password_expires', database: 'spss', days: 5}] as const;
    expectSaid([
      [account('OPEN', null), 'ok: its password does not expire |  | '],
      [account('OPEN', 15), 'ok: its password has 15 days left |  | '],
      [account('OPEN', 14), `warn: its password has 14 days left ${expires}`],
      [account('LOCKED', null), `warn: LOCKED ${expires}`],
      [account('EXPIRED(GRACE)', 3), `warn: EXPIRED(GRACE), its password has 3 days left ${expires}`],
      [account('OPEN', 90, told), `warn: OPEN, its password has 5 days left ${expires}`],
      [account('OPEN', 90, [{kind: 'text', text: 'x'}]), 'ok: its password has 90 days left |  | '],
    ]);
  });

  it('of the clocks', () => {
    const shown = (ms: number) => look(facts({clock: {value: {shown: wallTime(NOW + ms, ZONE), at: NOW}}}));
    const judge = (looks: ReturnType<typeof both>, state: Parameters<typeof judgeClocks>[1] = null) =>
      judgeClocks(looks, state, ZONE);
    const [fine, silent] = [shown(2_000), look({failure: AWAY})];
    const within = "| within 30 s of this machine's clock | ";
    const set = "this machine's time in Asia/Almaty: set the clocks, or the zone of the one that is wrong";
    expectSaid([
      [
        judge(both(fine, shown(-3_000)), {value: {name: 'the other', ms: 1_400}}),
        'ok: the SYSDATE of DSSB_APP: 2 s, the SYSDATE of SPSS: -3 s, the other: 1 s |  | ',
      ],
      [judge(both(fine, silent), {failure: AWAY}), 'ok: the SYSDATE of DSSB_APP: 2 s |  | '],
      [judge(both(look(facts({})), silent), {value: {name: 'x', ms: null}}), 'ok: x: 0 s |  | '],
      [judge(both(silent), null), 'unknown (away): no other clock answered |  | '],
      [judge(both(shown(3_600_000), fine)), `warn: the SYSDATE of DSSB_APP is 3600 s ahead of ${set} ${within}`],
      [
        judge(both(fine, shown(-31_000)), {value: {name: 'the other', ms: -60_000}}),
        `warn: the SYSDATE of SPSS is 31 s behind ${set}; the other is 60 s behind ${set} ${within}`,
      ],
    ]);
  });
});
