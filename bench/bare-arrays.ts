import type {OracleServer} from '../test/support/oracle-servers.ts';
import {statements} from '../test/support/oracle-world.ts';
import {bareGroups, byCampaign, eachTable, PLAIN_BINDS, PLAIN_INSERT} from './original-way.ts';
import {syntheticIds} from './synthetic.ts';

type Given = {
  readonly logins: Record<'dssb' | 'spss', OracleServer['access']>;
  readonly users: number;
  readonly campaigns: number;
  /** A call, and a commit, for each group in a table, or as in a run for each campaign. */
  readonly calls: 'group' | 'campaign';
};

/**
 * What any program must do at least: the rows of one run in plain arrays, one row of binds a person. A process of its own, as
 * a run is; answers the seconds that it took. Dealing and building the rows come before the clock starts; loading what the
 * driver loads at a login, and the logins, are counted. It checks nothing, repeats nothing and could not be resumed.
 */
const {logins, users, campaigns, calls}: Given = JSON.parse(process.env.BARE_ARRAYS ?? '');
const groups = bareGroups(syntheticIds(users), campaigns);
const arrays = calls === 'group' ? groups : byCampaign(groups);
const given = async () => {};
const start = performance.now();
await eachTable(
  {dssb: {access: logins.dssb, mayErase: given}, spss: {access: logins.spss, mayErase: given}},
  arrays,
  async (connection, {table, rows}) => {
    const sql = PLAIN_INSERT(statements.qualified(table));
    await connection.executeMany(sql, rows, {bindDefs: PLAIN_BINDS, autoCommit: true});
  },
);
process.stdout.write(JSON.stringify({seconds: (performance.now() - start) / 1000}));
